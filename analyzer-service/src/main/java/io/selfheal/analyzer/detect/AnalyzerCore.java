package io.selfheal.analyzer.detect;

import io.selfheal.analyzer.decide.Alerts;
import io.selfheal.analyzer.decide.BlastRadius;
import io.selfheal.analyzer.decide.Decider;
import io.selfheal.analyzer.policy.PolicyBook;
import io.selfheal.analyzer.policy.PolicySnapshot;
import io.selfheal.analyzer.profile.Hashes;
import io.selfheal.analyzer.profile.Opinion;
import io.selfheal.analyzer.profile.SourceProfile;
import io.selfheal.analyzer.profile.Standing;
import io.selfheal.analyzer.profile.Tally;
import io.selfheal.analyzer.rules.RuleSet;
import io.selfheal.analyzer.scenario.Occurrence;
import io.selfheal.analyzer.scenario.Scenario;
import io.selfheal.analyzer.score.Claim;
import io.selfheal.analyzer.score.Score;
import io.selfheal.analyzer.score.Scorer;
import io.selfheal.analyzer.signature.SignatureHit;
import io.selfheal.analyzer.signature.SignatureMatcher;
import io.selfheal.schemas.assess.Assessment;
import io.selfheal.schemas.assess.ThreatClass;
import io.selfheal.schemas.decide.Lift;
import io.selfheal.schemas.event.HttpRequest;
import io.selfheal.schemas.event.Report;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.event.ThreatType;
import io.selfheal.schemas.net.IpAddress;
import io.selfheal.schemas.order.BlockOrder;
import io.selfheal.schemas.order.Order;
import io.selfheal.schemas.order.RestartUnitOrder;
import io.selfheal.schemas.order.UnblockOrder;
import io.selfheal.schemas.policy.ScoringPolicy;
import io.selfheal.schemas.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The thinking of the analyzer: an input and the profile of its key in, findings out. One for each partition or task,
 * used by one thread; deterministic: the same inputs in the same order give the same findings with the same ids.
 *
 * <p>It knows no clock. {@code arrival} is when the event reached the analyzer (the record's timestamp, or the wall
 * clock); a replay gives the event's own time. Windows count by event time; arrival only tells late and future events
 * and feeds the blast-radius cap.
 */
public final class AnalyzerCore {
    /** Events later than this are counted as late and lead to nothing: yesterday's batch bans nobody today. */
    public static final Duration DEFAULT_GRACE = Duration.ofHours(1);
    /** Stamps further ahead than this are set back to the arrival, so that they cannot push windows forward. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private final RuleSet rules;
    private final PolicyBook policy;
    private final Duration grace;
    private final SignatureMatcher matcher;
    private final Decider decider;
    private final EventDedupe dedupe = new EventDedupe();

    public AnalyzerCore(RuleSet rules, PolicyBook policy, BlastRadius blastRadius) {
        this(rules, policy, blastRadius, DEFAULT_GRACE);
    }

    public AnalyzerCore(RuleSet rules, PolicyBook policy, BlastRadius blastRadius, Duration grace) {
        this.rules = rules;
        this.policy = policy;
        this.grace = grace;
        this.matcher = new SignatureMatcher(rules.signatures());
        this.decider = new Decider(blastRadius);
    }

    /** Judges an event; the profile is that of {@code event.key()}. */
    public Findings on(SecurityEvent event, SourceProfile profile, Instant arrival) {
        long id = Hashes.ofId(event.id());
        if (!dedupe.isNew(id) || !profile.isNewEvent(id)) {
            return Findings.NOTHING;
        }
        Instant time = event.time();
        long lag = arrival.getEpochSecond() - time.getEpochSecond();
        if (lag > grace.toSeconds()) {
            profile.countLate();
            return Findings.CHANGED;
        }
        if (-lag > CLOCK_SKEW.toSeconds()) {
            profile.countFuture();
            time = arrival;
        }
        int second = second(time);
        profile.seen(second);
        Lift lift = profile.isBlocked() ? expired(profile, time) : null;
        if (profile.isBlocked() && isOwnRefusal(event)) {
            return Findings.CHANGED;
        }
        boolean failed = Observations.note(event, profile, second);
        List<SignatureHit> hits =
                event instanceof HttpRequest r ? matcher.match(r.url(), r.userAgent(), r.referrer()) : List.of();
        Occurrence occurrence = new Occurrence(event, second, failed, hits);
        List<Scenario> fired = rules.scenarios().run(occurrence, profile.scenarios());
        if (lift == null && !failed && hits.isEmpty() && fired.isEmpty() && !(event instanceof Report)) {
            return Findings.CHANGED;
        }
        return weigh(occurrence, fired, profile, new Moment(time, arrival, policy.current()), new Outbox(lift));
    }

    /** Adds a provider's answer to what its source did; {@code now} is when the answer arrived. */
    public Findings on(Verdict verdict, SourceProfile profile, Instant now) {
        List<Opinion> opinions = Opinions.of(verdict);
        if (opinions.equals(profile.opinions())) {
            return Findings.NOTHING;
        }
        profile.setOpinions(opinions);
        Standing standing = profile.standing();
        Outbox out = new Outbox(profile.isBlocked() ? expired(profile, now) : null);
        PolicySnapshot current = policy.current();
        if (standing != null && isRecent(standing, now, current.scoring())) {
            Score score = Scorer.again(standing, opinions, current.scoring(), now);
            if (Assessor.isNews(score.raw(), false, profile, second(now))) {
                profile.reported(score.raw(), second(now));
                Moment moment = new Moment(now, now, current);
                publish(Assessor.of(score, List.of(), profile, current, now, null), profile, moment, out);
            }
        }
        return out.findings();
    }

    /** Carries out block and unblock orders; the profile is that of {@code order.key()}. Others are not for us. */
    public Findings on(Order order, SourceProfile profile, Instant now) {
        Decider.Answer answer =
                switch (order) {
                    case BlockOrder b -> decider.carryOut(b, profile, policy.current(), now);
                    case UnblockOrder u -> decider.carryOut(u, profile, now);
                    case RestartUnitOrder r -> null;
                };
        if (answer == null) {
            return Findings.NOTHING;
        }
        Outbox out = new Outbox(null);
        switch (answer) {
            case Decider.Answer.Done d -> out.add(d.decision());
            case Decider.Answer.Refused r -> out.add(Alerts.orderRefused(order, r.reason(), now));
        }
        return out.findings();
    }

    /**
     * Ends what is over: an expired block, a block of a target that is allowed by now. Call it for each profile that
     * {@link SourceProfile#isBlocked() is blocked}, every few seconds and after each change of policy.
     */
    public Findings sweep(SourceProfile profile, Instant now) {
        if (!profile.isBlocked()) {
            return Findings.NOTHING;
        }
        Lift lift = expired(profile, now);
        IpAddress address = profile.address();
        if (lift == null && address != null && policy.current().isAllowed(address, now)) {
            lift = decider.lift(profile, now, Lift.Cause.ALLOWLISTED);
        }
        return lift == null ? Findings.NOTHING : new Outbox(lift).findings();
    }

    /** By which time and policy an input is judged. */
    private record Moment(Instant time, Instant arrival, PolicySnapshot policy) {
        int second() {
            return AnalyzerCore.second(time);
        }
    }

    private Findings weigh(
            Occurrence occurrence, List<Scenario> fired, SourceProfile profile, Moment moment, Outbox out) {
        ScoringPolicy scoring = moment.policy().scoring();
        int failures = profile.within(Tally.FAILED_LOGINS, moment.second(), (int)
                scoring.bruteForceWindow().toSeconds());
        boolean raised = occurrence.failedLogin() && raisesBruteForce(profile, failures, moment);
        List<Claim> claims = claims(occurrence, fired, raised, failures, scoring);
        if (claims.isEmpty()) {
            return out.findings();
        }
        profile.count(Tally.THREATS, moment.second(), Observations.times(occurrence.event()));
        int events = profile.within(
                Tally.THREATS, moment.second(), (int) scoring.window().toSeconds());
        Scorer.Context context = new Scorer.Context(events, failures, 0, profile.opinions());
        Score score = Scorer.score(claims, context, scoring);
        Standing before = profile.standing();
        if (before == null
                || !isRecent(before, moment.time(), scoring)
                || before.raw() <= score.standing().raw()) {
            profile.setStanding(score.standing());
        }
        if (Assessor.isNews(score.raw(), raised || !fired.isEmpty(), profile, moment.second())) {
            profile.reported(Math.max(score.raw(), profile.reportedScore(moment.second())), moment.second());
            String user = occurrence.event().user();
            publish(Assessor.of(score, claims, profile, moment.policy(), moment.time(), user), profile, moment, out);
        } else {
            settleDebt(profile, moment, out);
        }
        return out.findings();
    }

    private static List<Claim> claims(
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
            claims.add(report.type(), "reported by another system");
        }
        occurrence.hits().forEach(claims::add);
        fired.forEach(claims::add);
        return claims.strongestFirst();
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

    private void publish(Assessment assessment, SourceProfile profile, Moment moment, Outbox out) {
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
        switch (decider.judge(assessment, profile, moment.policy(), moment.time(), moment.arrival())) {
            case Decider.Ruling.Blocked blocked -> {
                out.add(blocked.block());
                out.add(Alerts.blocked(assessment, blocked.block()));
            }
            case Decider.Ruling.Capped c ->
                out.add(Alerts.capped(assessment, moment.policy().blocking().maxBlocksPerMinute()));
            case Decider.Ruling.Unchanged u -> {
                if (assessment.score() >= 60 && !profile.isBlocked()) {
                    out.add(Alerts.highScore(assessment));
                }
            }
        }
    }

    /** A block that the cap held back is tried again with the source's next misdeed. */
    private void settleDebt(SourceProfile profile, Moment moment, Outbox out) {
        Standing standing = profile.standing();
        if (!profile.isBlocked()
                && profile.blocks().isOwed()
                && standing != null
                && isRecent(standing, moment.time(), moment.policy().scoring())) {
            Score score =
                    Scorer.again(standing, profile.opinions(), moment.policy().scoring(), moment.time());
            Assessment assessment = Assessor.of(score, List.of(), profile, moment.policy(), moment.time(), null);
            if (decider.judge(assessment, profile, moment.policy(), moment.time(), moment.arrival())
                    instanceof Decider.Ruling.Blocked blocked) {
                out.add(assessment);
                out.add(blocked.block());
                out.add(Alerts.blocked(assessment, blocked.block()));
            }
        }
    }

    private @Nullable Lift expired(SourceProfile profile, Instant now) {
        Instant until = profile.blocks().until();
        return until != null && !now.isBefore(until) ? decider.lift(profile, until, Lift.Cause.EXPIRED) : null;
    }

    /** While a source is blocked, refusals are our own doing and say nothing about it. */
    private static boolean isOwnRefusal(SecurityEvent event) {
        return event instanceof HttpRequest request && request.status() == 403;
    }

    private static boolean isRecent(Standing standing, Instant now, ScoringPolicy scoring) {
        return Duration.between(standing.time(), now).compareTo(scoring.window()) < 0;
    }

    /** Event time in whole seconds, kept within the years that profiles can count: 1970 to 2038. */
    private static int second(Instant time) {
        return (int) Math.clamp(time.getEpochSecond(), 1L, Integer.MAX_VALUE);
    }
}
