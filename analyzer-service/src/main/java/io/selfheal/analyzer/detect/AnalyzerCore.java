package io.selfheal.analyzer.detect;

import io.selfheal.analyzer.decide.Alerts;
import io.selfheal.analyzer.decide.BlastRadius;
import io.selfheal.analyzer.decide.Canary;
import io.selfheal.analyzer.decide.Decider;
import io.selfheal.analyzer.geo.GeoStamp;
import io.selfheal.analyzer.geo.Places;
import io.selfheal.analyzer.model.watch.ProfileWatch;
import io.selfheal.analyzer.plugin.Detectors;
import io.selfheal.analyzer.policy.PolicyBook;
import io.selfheal.analyzer.policy.PolicySnapshot;
import io.selfheal.analyzer.profile.Hashes;
import io.selfheal.analyzer.profile.ModelPart;
import io.selfheal.analyzer.profile.Opinion;
import io.selfheal.analyzer.profile.SourceProfile;
import io.selfheal.analyzer.relay.Blame;
import io.selfheal.analyzer.relay.Relay;
import io.selfheal.analyzer.rules.RuleSet;
import io.selfheal.analyzer.scenario.Occurrence;
import io.selfheal.analyzer.scenario.Scenario;
import io.selfheal.analyzer.signature.SignatureHit;
import io.selfheal.analyzer.signature.SignatureMatcher;
import io.selfheal.schemas.decide.Block;
import io.selfheal.schemas.decide.Lift;
import io.selfheal.schemas.event.Report;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.net.IpAddress;
import io.selfheal.schemas.order.BlockOrder;
import io.selfheal.schemas.order.NodeOrder;
import io.selfheal.schemas.order.Order;
import io.selfheal.schemas.order.UnblockOrder;
import io.selfheal.schemas.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
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
    public static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private final Supplier<RuleSet> rules;
    private final PolicyBook policy;
    private final Duration grace;
    private final BlastRadius blastRadius;
    private final Decider decider;
    private final Judge judge;
    private final Canary canary = new Canary();
    private final LateHosts lateHosts = new LateHosts();
    private Ready ready;
    private @Nullable EventDedupe dedupe = new EventDedupe();
    private final GeoStamp geo;
    private final Detectors detectors;
    private ProfileWatch watch = ProfileWatch.NONE;

    public AnalyzerCore(RuleSet rules, PolicyBook policy, BlastRadius blastRadius) {
        this(rules, policy, blastRadius, DEFAULT_GRACE);
    }

    public AnalyzerCore(RuleSet rules, PolicyBook policy, BlastRadius blastRadius, Duration grace) {
        this(rules, policy, blastRadius, grace, Places.NONE);
    }

    /** @param places where sources are, for events that do not say so themselves */
    public AnalyzerCore(RuleSet rules, PolicyBook policy, BlastRadius blastRadius, Duration grace, Places places) {
        this(rules, policy, blastRadius, grace, places, Detectors.NONE);
    }

    public AnalyzerCore(
            RuleSet rules,
            PolicyBook policy,
            BlastRadius blastRadius,
            Duration grace,
            Places places,
            Detectors detectors) {
        this(() -> rules, policy, blastRadius, grace, places, detectors);
    }

    /**
     * Makes the thinking of one task.
     *
     * @param rules what is in force now; asked for each event, so that a new set counts from the next event on
     * @param places where sources are, for events that do not say so themselves
     * @param detectors who is asked beside scenarios and signatures
     */
    public AnalyzerCore(
            Supplier<RuleSet> rules,
            PolicyBook policy,
            BlastRadius blastRadius,
            Duration grace,
            Places places,
            Detectors detectors) {
        this.rules = rules;
        this.policy = policy;
        this.grace = grace;
        this.blastRadius = blastRadius;
        this.decider = new Decider(blastRadius);
        this.geo = new GeoStamp(places);
        this.judge = new Judge(decider, geo);
        this.detectors = detectors;
        this.ready = Ready.of(rules.get());
    }

    /**
     * A rule set with what is made of it for one thread. What a matcher remembers of texts goes with its signatures;
     * what scenarios remember is in the profiles, under their {@link Scenario#memory()}.
     */
    private record Ready(RuleSet rules, SignatureMatcher matcher, Sharing sharing) {
        static Ready of(RuleSet rules) {
            return new Ready(
                    rules,
                    new SignatureMatcher(rules.signatures()),
                    new Sharing(rules.scenarios().groups()));
        }
    }

    private Ready ready() {
        RuleSet now = rules.get();
        if (!now.version().equals(ready.rules.version())) {
            ready = Ready.of(now);
        }
        return ready;
    }

    /** Lets the anomaly model, or its training, look at the profiles of sources. */
    public void watchedBy(ProfileWatch value) {
        watch = value;
    }

    /**
     * Says that no event comes twice, as when files are read once by one process: ids are not compared then. What comes
     * from a topic can come again. Call it before the first event.
     */
    public void eachComesOnce() {
        dedupe = null;
    }

    /** Judges an event; the profile is that of its {@code key()}. */
    public Findings on(SecurityEvent read, SourceProfile profile, Instant arrival) {
        if (dedupe != null && !dedupe.isNew(Hashes.ofId(read.id()), profile)) {
            return Findings.NOTHING;
        }
        SecurityEvent event = geo.stamp(read);
        Instant time = event.time();
        long lag = arrival.getEpochSecond() - time.getEpochSecond();
        if (lag > grace.toSeconds()) {
            profile.stamps().countLate();
            lateHosts.late(event.origin().host(), lag, arrival);
            return Findings.CHANGED;
        }
        lateHosts.onTime(event.origin().host(), arrival);
        if (-lag > CLOCK_SKEW.toSeconds()) {
            profile.stamps().countFuture();
            time = arrival;
            event = event.with(event.origin().at(arrival));
        }
        int second = Moment.second(time);
        if (profile.seen(second) && profile.address() != null) {
            blastRadius.seen(arrival.getEpochSecond());
        }
        Lift lift = profile.awaitsEnd() ? expired(profile, time) : null;
        PolicySnapshot now = policy.current();
        if (profile.isBlocked() && now.fleet().enforcesOn(event.origin().host()) && OwnRefusals.is(event)) {
            return Findings.CHANGED;
        }
        boolean failed = Observations.note(event, profile, second);
        Ready with = ready();
        List<SignatureHit> hits = with.matcher.match(event);
        Occurrence occurrence = new Occurrence(event, second, failed, hits);
        List<Scenario> fired = with.rules.scenarios().run(occurrence, profile.scenarios());
        List<Relay> shares = with.sharing.of(occurrence, now, time);
        List<Detectors.Suspected> suspected = detectors.judge(event);
        boolean suspicious = failed
                || !hits.isEmpty()
                || !fired.isEmpty()
                || !suspected.isEmpty()
                || event instanceof Report
                || now.denied().match(profile.address(), time) != null;
        if (!watch.equals(ProfileWatch.NONE)
                && profile.address() != null
                && ProfileWatch.isDue(profile.habits(), second, suspicious)) {
            profile.habits().looked(second);
            watch.look(profile, second, suspicious);
        }
        if (lift == null && !suspicious) {
            return Findings.passingOn(shares);
        }
        Outbox out = new Outbox(lift, with.sharing);
        shares.forEach(out::add);
        return judge.weigh(occurrence, fired, suspected, profile, new Moment(time, arrival, now), out);
    }

    /**
     * Answers a node that wants to see its own line come back; the profile is that of the event's {@code key()}. Not
     * part of {@link #on(SecurityEvent, SourceProfile, Instant) judging}: a replay answers nobody.
     *
     * @param now the analyzer's own clock
     */
    public Findings answer(SecurityEvent asked, SourceProfile profile, Instant now) {
        Block block = canary.answer(asked, profile, policy.current(), now);
        if (block == null) {
            return Findings.NOTHING;
        }
        profile.seen(Moment.second(now));
        return new Outbox(block).findings();
    }

    /** Adds what a group holds against a source or a network; the profile is that of {@code blame.key()}. */
    public Findings on(Blame blame, SourceProfile profile, Instant arrival) {
        Instant time = blame.time();
        if (!profile.isNewEvent(Hashes.ofId(blame.id()))
                || arrival.getEpochSecond() - time.getEpochSecond() > grace.toSeconds()) {
            return Findings.NOTHING;
        }
        Moment moment = new Moment(time, arrival, policy.current());
        profile.seen(moment.second());
        Outbox out = new Outbox(profile.awaitsEnd() ? expired(profile, time) : null, ready().sharing);
        judge.weigh(blame, profile, moment, out);
        return out.findings();
    }

    /** Adds a provider's answer to what its source did; {@code now} is when the answer arrived. */
    public Findings on(Verdict verdict, SourceProfile profile, Instant now) {
        List<Opinion> opinions = Opinions.of(verdict);
        if (opinions.equals(profile.opinions())) {
            return Findings.NOTHING;
        }
        profile.setOpinions(opinions);
        Outbox out = new Outbox(profile.awaitsEnd() ? expired(profile, now) : null, ready().sharing);
        judge.reweigh(profile, new Moment(now, now, policy.current()), out);
        return out.findings();
    }

    /** Adds what the anomaly model thinks of a source; {@code at} is the time of what it looked at. */
    public Findings on(List<ModelPart> parts, SourceProfile profile, Instant at) {
        profile.habits().setParts(parts);
        Outbox out = new Outbox(null);
        judge.reweigh(profile, new Moment(at, at, policy.current()), out);
        return out.findings();
    }

    /** Carries out block and unblock orders; the profile is that of {@code order.key()}. Others are not for us. */
    public Findings on(Order order, SourceProfile profile, Instant now) {
        Decider.Answer answer =
                switch (order) {
                    case BlockOrder b -> decider.carryOut(b, profile, policy.current(), now);
                    case UnblockOrder u -> decider.carryOut(u, profile, now);
                    case NodeOrder n -> null;
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
     * {@link SourceProfile#awaitsEnd() has a block}, every few seconds and after each change of policy.
     */
    public Findings sweep(SourceProfile profile, Instant now) {
        if (!profile.awaitsEnd()) {
            return Findings.NOTHING;
        }
        Lift lift = expired(profile, now);
        if (lift == null && isAllowed(profile, now)) {
            lift = decider.lift(profile, now, Lift.Cause.ALLOWLISTED);
        }
        return lift == null ? Findings.NOTHING : new Outbox(lift).findings();
    }

    /** What people should hear of the analyzer's own parts; call it every few seconds. */
    public Findings news(Instant now) {
        Outbox out = new Outbox(null);
        detectors.failing().forEach(plugin -> out.add(Alerts.pluginFails(plugin, now)));
        lateHosts.news(now).forEach(out::add);
        return out.findings();
    }

    private boolean isAllowed(SourceProfile profile, Instant now) {
        IpAddress address = profile.address();
        Cidr network = profile.network();
        return address != null
                ? policy.current().isAllowed(address, now)
                : network != null && policy.current().touchesAllowed(network, now);
    }

    private @Nullable Lift expired(SourceProfile profile, Instant now) {
        Instant until = profile.ledger(!profile.isBlocked()).until();
        return until != null && !now.isBefore(until) ? decider.lift(profile, until, Lift.Cause.EXPIRED) : null;
    }
}
