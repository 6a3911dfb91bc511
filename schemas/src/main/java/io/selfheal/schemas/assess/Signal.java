package io.selfheal.schemas.assess;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One reason for a score.
 *
 * @param name what gave the points: a scenario, signature, {@code base:failed_login_attempt}, {@code frequency},
 *     {@code brute-force-pattern}, {@code virustotal}, …
 * @param points what it added to the score; the points of all signals before the cap add up to the score
 * @param reason one plain sentence (DET-22)
 * @param technique MITRE ATT&CK id, for example {@code T1110.001}; null where none fits
 * @param version version of the rule, model or provider answer
 * @param evidence what it rests on, newest last, bounded
 */
public record Signal(
        String name, int points, String reason, @Nullable String technique, String version, List<Evidence> evidence) {
    /** Begins the name of the kind of event that gave the base; its type follows. */
    public static final String BASE = "base:";
    /** Begins the name of a plugin's suspicion; the plugin, a colon and its own name follow. */
    public static final String PLUGIN = "plugin:";
    /** Begins the name of a part of the anomaly model. */
    public static final String MODEL = "model:";
    /** Begins the name of a provider that was asked and adds nothing; its own name follows. */
    public static final String CONSULTED = "consulted:";
    /** The name of an entry of the deny list. */
    public static final String DENY_LIST = "deny-list";

    public Signal {
        evidence = List.copyOf(evidence);
    }
}
