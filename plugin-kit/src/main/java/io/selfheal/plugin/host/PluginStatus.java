package io.selfheal.plugin.host;

/**
 * How a plugin fares.
 *
 * @param id its name
 * @param version its own version
 * @param kind which of its parts
 * @param state {@code ok}, {@code quarantined} or {@code off}
 * @param calls how often it was asked
 * @param failures how often it threw or was cut off
 * @param cutOff how often it took too long
 * @param notAsked how often it was not asked, because it was busy, in quarantine or off
 * @param nanos time spent in it
 * @param lastError what it last did wrong; empty if nothing
 */
public record PluginStatus(
        String id,
        String version,
        PluginKind kind,
        String state,
        long calls,
        long failures,
        long cutOff,
        long notAsked,
        long nanos,
        String lastError) {
    /** One line for people. */
    public String sentence() {
        return "plugin " + id + " (" + kind.key() + ") is " + state + " after " + failures + " failures: " + lastError;
    }
}
