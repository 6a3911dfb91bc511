package io.selfheal.analyzer.detect;

import io.selfheal.analyzer.decide.BlastRadius;
import io.selfheal.analyzer.decide.Decider;
import io.selfheal.analyzer.decide.Ids;
import io.selfheal.analyzer.geo.GeoStamp;
import io.selfheal.analyzer.geo.Places;
import io.selfheal.analyzer.policy.PolicyBook;
import io.selfheal.analyzer.policy.PolicySnapshot;
import io.selfheal.analyzer.profile.Hashes;
import io.selfheal.analyzer.profile.Neighbourhood;
import io.selfheal.analyzer.profile.ScenarioState;
import io.selfheal.analyzer.profile.SourceProfile;
import io.selfheal.analyzer.profile.Waits;
import io.selfheal.analyzer.relay.Blame;
import io.selfheal.analyzer.relay.Share;
import io.selfheal.analyzer.rules.RuleSet;
import io.selfheal.analyzer.scenario.GroupScenarios;
import io.selfheal.analyzer.scenario.Occurrence;
import io.selfheal.analyzer.scenario.Scenario;
import io.selfheal.analyzer.score.Claim;
import io.selfheal.schemas.assess.Evidence;
import io.selfheal.schemas.assess.Subject;
import io.selfheal.schemas.assess.ThreatClass;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.net.IpAddress;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The thinking about users, networks, hosts and the fleet: a share and the profile of its group in, findings out. It
 * assesses users, hosts and the fleet; what it holds against sources and networks it passes on to their own profiles,
 * where their score and their blocks are. Deterministic, for one thread, without a clock, as {@link AnalyzerCore}.
 */
public final class GroupCore {
    /** The rule that policy gives its numbers to: too many bad members of one network. */
    static final String NETWORK_MEMBERS = "network-members";

    private static final int NETWORK_SCORE = 85;
    private static final int NETWORK_QUIET = 600;
    private static final int RULE = Hashes.of(NETWORK_MEMBERS);
    /** Seconds within which a source that a scenario blamed is not blamed for the same again. */
    private static final int BLAMED_HOLDS = 3600;

    private final Supplier<RuleSet> rules;
    private final PolicyBook policy;
    private final Judge judge = new Judge(new Decider(new BlastRadius()), new GeoStamp(Places.NONE));
    private @Nullable EventDedupe dedupe = new EventDedupe();
    /** Whom a scenario blamed lately, for whichever group: a botnet at work on 200 accounts fires it for each. */
    private final EventDedupe blamed = new EventDedupe();

    public GroupCore(RuleSet rules, PolicyBook policy) {
        this(() -> rules, policy);
    }

    /** @param rules what is in force now; asked for each input */
    public GroupCore(Supplier<RuleSet> rules, PolicyBook policy) {
        this.rules = rules;
        this.policy = policy;
    }

    /** Says that no share comes twice, as {@link AnalyzerCore#eachComesOnce()}. */
    public void eachComesOnce() {
        dedupe = null;
    }

    /** Judges what a source tells; the profile is that of {@code share.key()}. */
    public Findings on(Share share, SourceProfile profile, Instant arrival) {
        if (dedupe != null && !dedupe.isNew(share.idHash(), profile)) {
            return Findings.NOTHING;
        }
        Occurrence occurrence = share.occurrence();
        profile.seen(occurrence.second());
        SecurityEvent event = occurrence.event();
        if (Observations.isPersonal(event)) {
            profile.succeeded(occurrence.second());
        }
        boolean isBad = occurrence.kind() == Occurrence.Kind.FLAGGED
                && profile.subject().kind() == Subject.Kind.NETWORK
                && !Neighbourhood.isRange(profile.subject().value());
        List<GroupScenarios.Fired> fired = rules.get().scenarios().groups().run(occurrence, profile);
        if (fired.isEmpty() && !isBad) {
            return Findings.CHANGED;
        }
        return judge(occurrence, isBad, fired, profile, arrival);
    }

    private Findings judge(
            Occurrence occurrence,
            boolean isBad,
            List<GroupScenarios.Fired> fired,
            SourceProfile profile,
            Instant arrival) {
        Moment moment = new Moment(Instant.ofEpochSecond(occurrence.second()), arrival, policy.current());
        Outbox out = null;
        if (isBad) {
            out = new Outbox(null);
            countBad(occurrence, profile, moment, out);
        }
        for (GroupScenarios.Fired each : fired) {
            if (each.isNew() || isNewcomer(each.scenario(), occurrence.event().source(), profile, moment.second())) {
                out = out == null ? new Outbox(null) : out;
                fire(each, occurrence, profile, moment, out);
            }
        }
        return out == null ? Findings.CHANGED : out.findings();
    }

    /** Notices what did not come. Call it for profiles that wait for something, when their time is over. */
    public Findings tick(SourceProfile profile, Instant now) {
        List<GroupScenarios.Missed> missed = rules.get().scenarios().groups().missed(profile, Moment.second(now));
        if (missed.isEmpty()) {
            return Findings.CHANGED;
        }
        Outbox out = new Outbox(null);
        for (GroupScenarios.Missed each : missed) {
            Waits.Wait wait = each.what();
            Instant time = Instant.ofEpochSecond(wait.due());
            Moment moment = new Moment(time, now, policy.current());
            Evidence evidence =
                    new Evidence(wait.eventId(), Instant.ofEpochSecond(wait.since()), wait.host(), wait.label());
            Claim claim = Claims.of(each.scenario(), evidence, moment.policy().scoring());
            hold(claim, each.scenario(), wait.host(), null, profile, moment, out);
        }
        return out.findings();
    }

    private void fire(
            GroupScenarios.Fired fired, Occurrence occurrence, SourceProfile profile, Moment moment, Outbox out) {
        Scenario scenario = fired.scenario();
        SecurityEvent event = occurrence.event();
        Evidence evidence =
                new Evidence(event.id(), event.time(), event.origin().host(), Claims.excerpt(event));
        Claim claim = Claims.of(scenario, evidence, moment.policy().scoring());
        if (fired.isNew()) {
            hold(claim, scenario, event.origin().host(), event.user(), profile, moment, out);
        }
        if (scenario.blamesSources()) {
            List<IpAddress> blamable = fired.isNew() || event.source() == null
                    ? GroupScenarios.sourcesOf(scenario, profile, moment.second())
                    : List.of(event.source());
            int members = GroupScenarios.countSources(scenario, profile, moment.second());
            Claim lesser = Claims.of(scenario, scenario.blame(), evidence);
            int firedAt = profile.scenarios().of(scenario.memory()).firedAt();
            for (IpAddress source : blamable) {
                // Within the cool-down there is only the newcomer, who was noted as such.
                if (!fired.isNew() || isFirstBlame(scenario, source, moment.second())) {
                    out.add(blame(source.toString(), lesser, event, members, firedAt, profile));
                }
            }
        }
    }

    /** To the subject: an assessment where it is one of ours, a blame where its own profile is elsewhere. */
    private void hold(
            Claim claim,
            Scenario scenario,
            String host,
            @Nullable String user,
            SourceProfile profile,
            Moment moment,
            Outbox out) {
        Subject subject = profile.subject();
        switch (subject.kind()) {
            case SOURCE, NETWORK -> {
                int members = GroupScenarios.countSources(scenario, profile, moment.second());
                int firedAt = profile.scenarios().of(scenario.memory()).firedAt();
                out.add(new Blame(
                        subject.value(),
                        blameId(claim, firedAt, profile, subject.value()),
                        moment.time(),
                        claim,
                        host,
                        user,
                        members,
                        profile.lastSuccess()));
            }
            case USER -> judge.weighGroup(claim, subject.value(), profile, moment, out);
            case HOST, FLEET -> judge.weighGroup(claim, user, profile, moment, out);
        }
    }

    /** At k bad members within the window the network itself is blamed; its own profile decides. */
    private static void countBad(Occurrence occurrence, SourceProfile profile, Moment moment, Outbox out) {
        PolicySnapshot policy = moment.policy();
        IpAddress source = occurrence.event().source();
        if (source == null || occurrence.score() < policy.blocking().blockScore()) {
            return;
        }
        profile.group().members().note(RULE, source, occurrence.second());
        int window = (int) policy.blocking().networks().window().toSeconds();
        int bad = profile.group()
                .members()
                .since(RULE, occurrence.second() - window)
                .size();
        ScenarioState state = profile.scenarios().of(RULE);
        boolean quiet = state.firedAt() == 0 || Math.abs((long) moment.second() - state.firedAt()) >= NETWORK_QUIET;
        if (bad < policy.blocking().networks().members(source.isIpv4()) || !quiet) {
            return;
        }
        state.fired(moment.second());
        SecurityEvent event = occurrence.event();
        Evidence evidence =
                new Evidence(event.id(), event.time(), event.origin().host(), "lately " + source);
        Claim claim = new Claim(
                NETWORK_MEMBERS,
                NETWORK_SCORE,
                1,
                true,
                ThreatClass.INTRUSION,
                bad + " bad sources of one network within "
                        + policy.blocking().networks().window().toHours() + " hours",
                null,
                policy.blocking().version(),
                evidence);
        out.add(blame(profile.subject().value(), claim, event, bad, state.firedAt(), profile));
    }

    private static Blame blame(
            String key, Claim claim, SecurityEvent event, int members, int firedAt, SourceProfile profile) {
        return new Blame(
                key,
                blameId(claim, firedAt, profile, key),
                event.time(),
                claim,
                event.origin().host(),
                event.user(),
                members,
                profile.lastSuccess());
    }

    /** One firing, one id for each whom it blames; the next one after the cool-down has another. */
    private static String blameId(Claim claim, int firedAt, SourceProfile profile, String key) {
        return Ids.of("blame", claim.name(), profile.key(), key, Integer.toString(firedAt));
    }

    /** A scenario that goes on blames whoever joins in, and not with each of his tries. */
    private boolean isNewcomer(Scenario scenario, @Nullable IpAddress source, SourceProfile profile, int second) {
        if (source == null || !scenario.blamesSources() || !GroupScenarios.blames(scenario, profile, source, second)) {
            return false;
        }
        return isFirstBlame(scenario, source, second);
    }

    private boolean isFirstBlame(Scenario scenario, IpAddress source, int second) {
        long who = ((long) scenario.memory() << 32) | (source.hashCode() & 0xFFFF_FFFFL);
        return blamed.isNew(who ^ ((long) Hashes.mix(second / BLAMED_HOLDS) << 16));
    }
}
