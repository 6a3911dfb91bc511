package io.selfheal.responder.control;

import java.util.LinkedHashMap;
import java.util.Map;

/** Answers of the socket: {@code {"ok": true, …}} or {@code {"ok": false, "error": "…"}}. */
public final class Reply {
    private Reply() {}

    public static Map<String, Object> done(String message) {
        Map<String, Object> reply = start();
        reply.put("message", message);
        return reply;
    }

    public static Map<String, Object> start() {
        Map<String, Object> reply = new LinkedHashMap<>();
        reply.put("ok", true);
        return reply;
    }

    public static Map<String, Object> refused(String error) {
        Map<String, Object> reply = new LinkedHashMap<>();
        reply.put("ok", false);
        reply.put("error", error);
        return reply;
    }
}
