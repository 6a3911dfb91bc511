package io.selfheal.analyzer.score;

import io.selfheal.schemas.assess.Evidence;
import io.selfheal.schemas.assess.ThreatClass;
import org.jspecify.annotations.Nullable;

/**
 * One thing that an event is taken for, with the base score that it would give: a threat type, a scenario that fired,
 * a signature that was found. The claim that scores highest makes the score of an event; the others stand beside it.
 *
 * @param name {@code base:TYPE}, or the scenario's or signature's id
 * @param base 0 to 100
 * @param counted how many events it is about: the frequency factor takes them for one, or a scenario of four failed
 *     logins would count each of them twice
 * @param isScenario whether a scenario made it
 * @param threatClass DET-30
 * @param reason one plain sentence without hostile text
 * @param technique MITRE ATT&CK id; null where none fits
 * @param version of the rule or policy
 * @param evidence what it rests on
 */
public record Claim(
        String name,
        int base,
        int counted,
        boolean isScenario,
        ThreatClass threatClass,
        String reason,
        @Nullable String technique,
        String version,
        Evidence evidence) {
    /** The same, worth more since it happened when nobody works. */
    public Claim outsideHours(double factor) {
        int raised = (int) Math.min(100, base * factor + 1e-9);
        return new Claim(
                name,
                raised,
                counted,
                isScenario,
                threatClass,
                reason + ", outside working hours",
                technique,
                version,
                evidence);
    }
}
