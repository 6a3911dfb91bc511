package io.selfheal.plugin.host;

import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.alert.Alert.Severity;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

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
    /**
     * What people should hear of a plugin that went into quarantine or is off. What it says of itself stays in the
     * description.
     *
     * @param host where it runs; empty for a service
     * @param module who runs it
     */
    public Alert alert(String host, String module, Instant now) {
        return new Alert(
                UUID.randomUUID().toString(),
                now,
                Severity.HIGH,
                "plugin-fails",
                "plugin/" + (host.isEmpty() ? module : host) + "/" + id,
                "A plugin fails and is not asked for now",
                sentence(),
                id,
                host,
                Map.of("state", state, "version", version),
                module);
    }

    public boolean isOk() {
        return state.equals("ok");
    }

    /** One line for people. */
    public String sentence() {
        return briefly() + ": " + lastError;
    }

    /** Without its last error, which may hold text of attackers. */
    public String briefly() {
        return "plugin " + id + " (" + kind.key() + ") is " + state + " after " + failures + " failures";
    }
}
