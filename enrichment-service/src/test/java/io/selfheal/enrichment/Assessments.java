package io.selfheal.enrichment;

import io.selfheal.schemas.assess.Assessment;
import io.selfheal.schemas.assess.PlannedAction;
import io.selfheal.schemas.assess.Subject;
import io.selfheal.schemas.assess.ThreatClass;
import io.selfheal.schemas.assess.ThreatLevel;
import java.time.Instant;
import java.util.List;

/** Assessments for tests. */
public final class Assessments {
    private Assessments() {}

    public static Assessment of(String source, int score) {
        return of(Subject.Kind.SOURCE, source, score, PlannedAction.LOG);
    }

    public static Assessment of(Subject.Kind kind, String value, int score, PlannedAction... plan) {
        return new Assessment(
                "assessment-1",
                Instant.parse("2026-11-21T10:00:00Z"),
                new Subject(kind, value),
                score,
                ThreatLevel.ofScore(score),
                ThreatClass.BRUTE_FORCE,
                List.of(),
                List.of("ssh-brute-force"),
                List.of(plan),
                7,
                "event-1",
                "web-1",
                "root",
                false,
                score);
    }
}
