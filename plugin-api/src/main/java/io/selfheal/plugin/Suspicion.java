package io.selfheal.plugin;

import io.selfheal.schemas.assess.ThreatClass;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Something suspicious about an event.
 *
 * @param name what was found: letters a to z, digits and hyphens
 * @param points the base score, 0 to {@value #MOST_POINTS}; often repeated it counts twice, so that a plugin alone makes SelfHeal
 *     look closer and never block
 * @param threatClass what it would be
 * @param reason one plain sentence for people
 * @param technique ATT&amp;CK id like {@code T1110.003}; null when none fits
 */
public record Suspicion(
        String name,
        int points,
        ThreatClass threatClass,
        String reason,
        @Nullable String technique) {
    public static final int MOST_POINTS = 25;

    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");
    private static final Pattern TECHNIQUE = Pattern.compile("T[0-9]{4}(?:\\.[0-9]{3})?");
    private static final int MAX_REASON = 300;

    public Suspicion {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a suspicion's name is wrong; allowed: 1 to 64 of a-z 0-9 -");
        }
        if (points < 0 || points > MOST_POINTS) {
            throw new IllegalArgumentException("points " + points + " are out of range; allowed: 0 to " + MOST_POINTS);
        }
        if (reason.isBlank() || reason.length() > MAX_REASON) {
            throw new IllegalArgumentException("a reason is needed; allowed: 1 to " + MAX_REASON + " characters");
        }
        if (technique != null && !TECHNIQUE.matcher(technique).matches()) {
            throw new IllegalArgumentException("technique is wrong; allowed: an ATT&CK id like T1110.003");
        }
    }
}
