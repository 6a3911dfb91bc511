package io.selfheal.analyzer.detect;

import io.selfheal.analyzer.decide.Ids;
import io.selfheal.analyzer.policy.PolicySnapshot;
import io.selfheal.analyzer.profile.SourceProfile;
import io.selfheal.analyzer.profile.Standing;
import io.selfheal.analyzer.profile.Tally;
import io.selfheal.analyzer.score.ActionPlan;
import io.selfheal.analyzer.score.Claim;
import io.selfheal.analyzer.score.Score;
import io.selfheal.schemas.assess.Assessment;
import io.selfheal.schemas.assess.Detection;
import io.selfheal.schemas.assess.ThreatLevel;
import io.selfheal.schemas.event.NetworkFlow;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.net.IpAddress;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns scores into assessments, and says which of them are news. */
final class Assessor {
    /** A rise of this many points is worth an assessment even within a band. */
    private static final int MATERIAL = 10;

    private Assessor() {}

    /** Whether the score, or a scenario that just fired, is something that was not said before. */
    static boolean isNews(int score, boolean scenarioFired, SourceProfile profile, int second) {
        if (score < 30) {
            return false;
        }
        int reported = profile.reportedScore(second);
        return scenarioFired
                || score >= reported + MATERIAL
                || ThreatLevel.ofScore(score).compareTo(ThreatLevel.ofScore(reported)) > 0;
    }

    static Assessment of(
            Score score,
            List<Claim> claims,
            SourceProfile profile,
            PolicySnapshot policy,
            Instant time,
            @Nullable String userName) {
        Standing standing = score.standing();
        IpAddress address = profile.address();
        boolean allowed = address != null && policy.isAllowed(address, time);
        int effective = allowed ? 0 : score.raw();
        boolean isOwn = address != null && policy.scanning().isOwn(address);
        return new Assessment(
                Ids.of(
                        "assessment",
                        profile.key(),
                        standing.eventId(),
                        standing.claim(),
                        Integer.toString(score.raw())),
                time,
                profile.subject(),
                effective,
                ThreatLevel.ofScore(effective),
                standing.threatClass(),
                score.signals(),
                claims.stream().filter(Claim::isScenario).map(Claim::name).toList(),
                ActionPlan.of(effective, isOwn, userName != null, policy.scanning()),
                profile.within(Tally.THREATS, (int) time.getEpochSecond(), (int)
                        policy.scoring().window().toSeconds()),
                standing.eventId(),
                standing.host(),
                userName,
                allowed,
                score.raw(),
                null,
                Detection.of(score.signals()));
    }

    /** The same with what the event was aimed at, where its log says that. */
    static Assessment aimed(Assessment assessment, SecurityEvent event) {
        Detection detection = assessment.detection();
        return detection != null && event instanceof NetworkFlow flow
                ? assessment.with(detection.aimedAt(flow.destination(), flow.destinationPort()))
                : assessment;
    }
}
