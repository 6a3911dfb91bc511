package io.selfheal.analyzer.detect;

import io.selfheal.analyzer.decide.Alerts;
import io.selfheal.analyzer.decide.Decider;
import io.selfheal.analyzer.geo.GeoStamp;
import io.selfheal.analyzer.plugin.Detectors;
import io.selfheal.analyzer.profile.Hashes;
import io.selfheal.analyzer.profile.ScenarioState;
import io.selfheal.analyzer.profile.SourceProfile;
import io.selfheal.analyzer.profile.Standing;
import io.selfheal.analyzer.profile.Tally;
import io.selfheal.analyzer.relay.Blame;
import io.selfheal.analyzer.scenario.Occurrence;
import io.selfheal.analyzer.scenario.Scenario;
import io.selfheal.analyzer.score.Claim;
import io.selfheal.analyzer.score.Score;
import io.selfheal.analyzer.score.Scorer;
import io.selfheal.schemas.assess.Assessment;
import io.selfheal.schemas.assess.ThreatClass;
import io.selfheal.schemas.event.Place;
import io.selfheal.schemas.event.Report;
import io.selfheal.schemas.event.ThreatType;
import io.selfheal.schemas.net.IpAddress;
import io.selfheal.schemas.policy.BlockingPolicy;
import io.selfheal.schemas.policy.DenyEntry;
import io.selfheal.schemas.policy.ScoringPolicy;
import io.selfheal.schemas.text.Excerpt;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an event is worth: its claims, its score, whether that is news, and what is decided and said about it. */
final class Judge {
    private static final int TOLD_HOLDS = 3600;
    private static final int MAX_FINDING = 128;

    private final Decider decider;
    private final GeoStamp geo;

    /** @param geo where sources are, for assessments that follow from no event of theirs */
    Judge(Decider decider, GeoStamp geo) {
        this.decider = decider;
        this.geo = geo;
    }

    /** Scores what a source did before anew, after a verdict about it arrived. */
    void reweigh(SourceProfile profile, Moment moment, Outbox out) {
        Standing standing = profile.standing();
        if (standing == null || !isRecent(standing, moment)) {
            return;
        }
        Score score = Scorer.again(
                standing,
                profile.habits().partsAt(moment.second()),
                profile.opinions(),
                moment.policy().scoring(),
                moment.time());
        if (Assessor.isNews(score.raw(), false, profile, moment.second())) {
            profile.reported(score.raw(), moment.second());
            publish(Assessor.of(score, List.of(), profile, moment.policy(), moment.time(), null), profile, moment, out);
        }
    }

    /** Scores an event and publishes what is news about it. */
    Findings weigh(
            Occurrence occurrence,
            List<Scenario> fired,
            List<Detectors.Suspected> suspected,
            SourceProfile profile,
            Moment moment,
            Outbox out) {
        ScoringPolicy scoring = moment.policy().scoring();
        int failures = profile.within(Tally.FAILED_LOGINS, moment.second(), (int)
                scoring.bruteForceWindow().toSeconds());
        boolean raised = occurrence.failedLogin() && raisesBruteForce(profile, failures, moment);
        Claims found = claims(occurrence, fired, raised, failures, scoring);
        suspected.forEach(found::add);
        DenyEntry denied = moment.policy().denied().match(profile.address(), moment.time());
        if (denied != null) {
            found.add(denied);
        }
        List<Claim> claims = found.strongestFirst();
        if (claims.isEmpty()) {
            return out.findings();
        }
        profile.count(Tally.THREATS, moment.second(), Observations.times(occurrence.event()));
        int events = profile.within(
                Tally.THREATS, moment.second(), (int) scoring.window().toSeconds());
        Scorer.Context context =
                new Scorer.Context(events, failures, profile.habits().partsAt(moment.second()), profile.opinions());
        Scorer.Weight weight = Scorer.weigh(claims, context, scoring);
        remember(weight.standing(), profile, moment);
        if (Assessor.isNews(weight.raw(), raised || !fired.isEmpty(), profile, moment.second())) {
            profile.reported(Math.max(weight.raw(), profile.reportedScore(moment.second())), moment.second());
            String user = occurrence.event().user();
            Score score = weight.explained();
            Assessment assessment = Assessor.of(score, claims, profile, moment.policy(), moment.time(), user);
            Place place = occurrence.event().origin().place();
            publish(Assessor.aimed(assessment, occurrence.event()).at(place), profile, moment, out);
        } else {
            settleDebt(profile, moment, out);
        }
        return out.findings();
    }

    /** Weighs what a group holds against a source, or against the network that it is. */
    void weigh(Blame blame, SourceProfile profile, Moment moment, Outbox out) {
        ScoringPolicy scoring = moment.policy().scoring();
        if (profile.network() != null) {
            profile.group().setKnownMembers(blame.members());
            profile.succeeded(blame.lastLogin());
            profile.count(Tally.THREATS, moment.second(), 1);
        }
        int failures = profile.within(Tally.FAILED_LOGINS, moment.second(), (int)
                scoring.bruteForceWindow().toSeconds());
        weigh(blame.claim(), failures, blame.userName(), profile, moment, out);
    }

    /** Weighs what a scenario of a user, a host or the fleet found. */
    void weighGroup(Claim claim, @Nullable String user, SourceProfile profile, Moment moment, Outbox out) {
        profile.count(Tally.THREATS, moment.second(), 1);
        weigh(claim, 0, user, profile, moment, out);
    }

    private void weigh(
            Claim claim, int failures, @Nullable String user, SourceProfile profile, Moment moment, Outbox out) {
        ScoringPolicy scoring = moment.policy().scoring();
        int events = profile.within(
                Tally.THREATS, moment.second(), (int) scoring.window().toSeconds());
        List<Claim> claims = List.of(claim);
        Scorer.Weight weight = Scorer.weigh(
                claims,
                new Scorer.Context(
                        Math.max(1, events), failures, profile.habits().partsAt(moment.second()), profile.opinions()),
                scoring);
        remember(weight.standing(), profile, moment);
        if (Assessor.isNews(weight.raw(), !wasTold(claim, profile, moment), profile, moment.second())) {
            profile.reported(Math.max(weight.raw(), profile.reportedScore(moment.second())), moment.second());
            Score score = weight.explained();
            publish(Assessor.of(score, claims, profile, moment.policy(), moment.time(), user), profile, moment, out);
        } else {
            settleDebt(profile, moment, out);
        }
    }

    /**
     * Whether the same was held against the source a short time ago: a botnet at work on two hundred accounts makes the
     * same scenario fire for each of them. A block that is owed is tried again all the same.
     */
    private static boolean wasTold(Claim claim, SourceProfile profile, Moment moment) {
        if (profile.address() == null) {
            return false;
        }
        ScenarioState told = profile.scenarios().of(Hashes.of(claim.name()));
        if (told.firedAt() != 0 && Math.abs((long) moment.second() - told.firedAt()) < TOLD_HOLDS) {
            return true;
        }
        told.fired(moment.second());
        return false;
    }

    private static void remember(Standing standing, SourceProfile profile, Moment moment) {
        Standing before = profile.standing();
        if (before == null || !isRecent(before, moment) || before.raw() <= standing.raw()) {
            profile.setStanding(standing);
        }
    }

    private static Claims claims(
            Occurrence occurrence, List<Scenario> fired, boolean raised, int failures, ScoringPolicy scoring) {
        Claims claims = new Claims(occurrence, scoring);
        if (raised) {
            claims.add(
                    ThreatType.CONFIRMED_BRUTE_FORCE,
                    failures + " failed logins within "
                            + scoring.bruteForceWindow().toSeconds() + " seconds");
        }
        if (occurrence.failedLogin()) {
            claims.add(ThreatType.FAILED_LOGIN_ATTEMPT, "a failed login");
        }
        if (occurrence.event() instanceof Report report) {
            claims.add(report.type(), reported(report));
        }
        occurrence.hits().forEach(claims::add);
        fired.forEach(claims::add);
        return claims;
    }

    private static String reported(Report report) {
        String finding = report.details().get("rule");
        return "reported by "
                + (finding == null
                        ? "another system"
                        : report.origin().dataset() + ": " + Excerpt.of(finding, MAX_FINDING));
    }

    /** DET-09: five failures in the window are a brute force, raised once per window. */
    private static boolean raisesBruteForce(SourceProfile profile, int failures, Moment moment) {
        ScoringPolicy scoring = moment.policy().scoring();
        int last = profile.bruteForceRaised();
        boolean quiet = last == 0
                || Math.abs((long) moment.second() - last)
                        >= scoring.bruteForceWindow().toSeconds();
        if (failures < scoring.failedLoginThreshold() || !quiet) {
            return false;
        }
        profile.raiseBruteForce(moment.second());
        return true;
    }

    private @Nullable Place placeOf(SourceProfile profile) {
        IpAddress address = profile.address();
        return address == null ? null : geo.placeOf(address);
    }

    private void publish(Assessment found, SourceProfile profile, Moment moment, Outbox out) {
        Assessment assessment = found.place() == null ? found.at(placeOf(profile)) : found;
        out.add(assessment);
        if (assessment.allowlisted()) {
            if (assessment.rawScore() >= 60) {
                out.add(Alerts.allowlistedMisbehaves(assessment));
            }
            return;
        }
        if (assessment.threatClass() == ThreatClass.ACCOUNT_COMPROMISE && assessment.score() >= 60) {
            out.add(Alerts.accountCompromise(assessment));
        }
        BlockingPolicy blocking = moment.policy().blocking();
        switch (decider.judge(assessment, profile, moment.policy(), moment.time(), moment.arrival())) {
            case Decider.Ruling.Blocked blocked -> {
                out.add(blocked.block());
                out.add(Alerts.blocked(assessment, blocked.block()));
            }
            case Decider.Ruling.Proposed proposed -> out.add(Alerts.proposed(assessment, proposed.length()));
            case Decider.Ruling.Withheld withheld ->
                out.add(Alerts.withheld(assessment, withheld.reason(), blocking.firstBlock()));
            case Decider.Ruling.Capped capped ->
                out.add(Alerts.capped(assessment, capped.reason(), blocking.firstBlock()));
            case Decider.Ruling.Unchanged u -> {
                if (assessment.score() >= 60 && !Decider.isHeld(profile, moment.policy())) {
                    out.add(Alerts.highScore(assessment));
                }
            }
        }
    }

    /**
     * A block that the cap held back is tried again with the source's next misdeed; so is one that was only simulated,
     * once blocks are made.
     */
    private void settleDebt(SourceProfile profile, Moment moment, Outbox out) {
        Standing standing = profile.standing();
        boolean simulated = moment.policy().simulates();
        boolean owed = profile.ledger(simulated).isOwed() || (!simulated && profile.wouldBeBlocked());
        if (owed
                && !Decider.isHeld(profile, moment.policy())
                && standing != null
                && isRecent(standing, moment)
                && decider.hasRoom(moment.policy(), moment.arrival())) {
            Score score = Scorer.again(
                    standing,
                    profile.habits().partsAt(moment.second()),
                    profile.opinions(),
                    moment.policy().scoring(),
                    moment.time());
            Assessment assessment = Assessor.of(score, List.of(), profile, moment.policy(), moment.time(), null)
                    .at(placeOf(profile));
            if (decider.judge(assessment, profile, moment.policy(), moment.time(), moment.arrival())
                    instanceof Decider.Ruling.Blocked blocked) {
                out.add(assessment);
                out.add(blocked.block());
                out.add(Alerts.blocked(assessment, blocked.block()));
            }
        }
    }

    private static boolean isRecent(Standing standing, Moment moment) {
        Instant over = standing.time().plus(moment.policy().scoring().window());
        return moment.time().isBefore(over);
    }
}
