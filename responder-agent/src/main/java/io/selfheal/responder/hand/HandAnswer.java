package io.selfheal.responder.hand;

import io.selfheal.responder.order.Performer.Result;
import io.selfheal.schemas.outcome.Outcome.Status;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** How root's hand says how it went: {@code status}, {@code reason} and perhaps {@code until}. */
public final class HandAnswer {
    private HandAnswer() {}

    public static Map<String, Object> write(Result result) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("status", result.status().name());
        answer.put("reason", result.reason());
        Instant until = result.until();
        if (until != null) {
            answer.put("until", until.toString());
        }
        return answer;
    }

    /** @throws IllegalArgumentException if it is none */
    static Result read(Map<String, Object> answer) {
        if (answer.get("status") instanceof String status && answer.get("reason") instanceof String reason) {
            Instant until = answer.get("until") instanceof String text ? Instant.parse(text) : null;
            return new Result(Status.valueOf(status), reason, until, null);
        }
        throw new IllegalArgumentException("an answer without status and reason");
    }
}
