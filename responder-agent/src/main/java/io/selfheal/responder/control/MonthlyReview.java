package io.selfheal.responder.control;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** What somebody should look at once a month, in one sentence: who is blocked, and who is allowed to no use. */
public final class MonthlyReview implements Supplier<String> {
    private static final String ASKER = "digest";

    private final BiFunction<Map<String, Object>, String, Map<String, Object>> node;

    /** @param node answers {@code decisions} and {@code allowed}, as {@link AllowReview} does */
    public MonthlyReview(BiFunction<Map<String, Object>, String, Map<String, Object>> node) {
        this.node = node;
    }

    /** May take as long as the node's own thread is busy. */
    @Override
    public String get() {
        Map<String, Object> decisions = node.apply(Map.of("command", "decisions"), ASKER);
        Map<String, Object> allowed = node.apply(Map.of("command", "allowed"), ASKER);
        List<?> entries = allowed.get("allowed") instanceof List<?> all ? all : List.of();
        long ofNoUse = entries.stream()
                .filter(entry -> entry instanceof Map<?, ?> row && "".equals(row.get("lastHit")))
                .count();
        return decisions.getOrDefault("total", "?") + " targets are decided on (selfheal decisions), " + ofNoUse
                + " of " + allowed.getOrDefault("total", "?")
                + " allowlist entries kept no block away (selfheal allow)";
    }
}
