package io.selfheal.responder.control;

import io.selfheal.responder.isolate.Isolation;
import io.selfheal.schemas.text.Excerpt;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Lets the administrator of a host that is cut off end that with {@code selfheal unblock --all}, and shows it in the
 * status. Nothing here cuts a host off: that takes an order.
 */
public final class IsolationControl {
    private final Isolation isolation;
    private final BiFunction<Map<String, Object>, String, Map<String, Object>> others;

    /** @param others answers all requests */
    public IsolationControl(Isolation isolation, BiFunction<Map<String, Object>, String, Map<String, Object>> others) {
        this.isolation = isolation;
        this.others = others;
    }

    /** @throws IllegalArgumentException if the request is none, saying what is allowed */
    public Map<String, Object> handle(Map<String, Object> request, String user) {
        if ("unblock".equals(request.get("command")) && request.containsKey("all")) {
            return unblockAll(request, user);
        }
        Map<String, Object> reply = others.apply(request, user);
        if ("status".equals(request.get("command"))) {
            isolation.until().ifPresent(until -> {
                reply.put("isolatedUntil", until);
                List<Object> complaints = new ArrayList<>();
                complaints.add("this host is cut off by order until " + until + "; selfheal unblock --all ends it");
                if (reply.get("complaints") instanceof List<?> more) {
                    complaints.addAll(more);
                }
                reply.put("complaints", complaints);
            });
        }
        return reply;
    }

    private Map<String, Object> unblockAll(Map<String, Object> request, String user) {
        try {
            boolean lifted = isolation.lift();
            Map<String, Object> reply = others.apply(request, user);
            if (lifted) {
                reply.put("message", reply.get("message") + "; this host is no longer cut off");
            }
            return reply;
        } catch (IOException e) {
            return Reply.refused("this host is still cut off: " + Excerpt.of(String.valueOf(e.getMessage()), 200));
        }
    }
}
