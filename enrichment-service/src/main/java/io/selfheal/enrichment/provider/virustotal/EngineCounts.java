package io.selfheal.enrichment.provider.virustotal;

import io.vertx.core.json.JsonObject;

/** {@code last_analysis_stats}: how many engines say what. Those that timed out or cannot read the type count nowhere. */
record EngineCounts(int malicious, int suspicious, int harmless, int undetected) {
    static EngineCounts of(JsonObject stats) {
        return new EngineCounts(
                count(stats, "malicious"),
                count(stats, "suspicious"),
                count(stats, "harmless"),
                count(stats, "undetected"));
    }

    int total() {
        return malicious + suspicious + harmless + undetected;
    }

    /** For example {@code 7 of 94 engines call it malicious, 2 suspicious}. */
    String sentence() {
        return malicious + " of " + total() + " engines call it malicious"
                + (suspicious > 0 ? ", " + suspicious + " suspicious" : "");
    }

    private static int count(JsonObject stats, String name) {
        return stats.getValue(name) instanceof Number n ? Math.clamp(n.longValue(), 0, 10_000) : 0;
    }
}
