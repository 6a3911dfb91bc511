package io.selfheal.analyzer.detect;

import io.selfheal.analyzer.policy.PolicySnapshot;
import io.selfheal.analyzer.profile.Hashes;
import io.selfheal.analyzer.relay.Relay;
import io.selfheal.analyzer.relay.Share;
import io.selfheal.analyzer.scenario.GroupScenarios;
import io.selfheal.analyzer.scenario.KeyTexts;
import io.selfheal.analyzer.scenario.Occurrence;
import io.selfheal.analyzer.scenario.Occurrence.Kind;
import io.selfheal.analyzer.scenario.ScenarioKey;
import io.selfheal.schemas.assess.Assessment;
import io.selfheal.schemas.event.ApplicationError;
import io.selfheal.schemas.event.Authentication;
import io.selfheal.schemas.event.EventAction;
import io.selfheal.schemas.event.EventOutcome;
import io.selfheal.schemas.event.HttpRequest;
import io.selfheal.schemas.event.NetworkFlow;
import io.selfheal.schemas.event.Origin;
import io.selfheal.schemas.event.Report;
import io.selfheal.schemas.event.ReportedSeverity;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.event.ServiceState;
import io.selfheal.schemas.event.ThreatType;
import io.selfheal.schemas.net.IpAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a source passes on to groups: how logins ended, what services did, that it was flagged; and only what a scenario
 * of a group asks for. A request that is none of it costs one comparison.
 */
final class Sharing {
    /** A sign of life each minute is enough for windows of minutes. */
    private static final int HEARD_EVERY = 60;

    private static final int MAX_HOSTS = 10_000;
    /** From here on a source counts as flagged. */
    private static final int FLAGGED = 60;

    private final GroupScenarios groups;
    private final KeyTexts texts = new KeyTexts();
    private final ToldRanges toldRanges = new ToldRanges();
    private final Map<String, Integer> heard = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > MAX_HOSTS;
        }
    };

    Sharing(GroupScenarios groups) {
        this.groups = groups;
    }

    /** The shares of one event; an empty list, shared, in nearly all cases. */
    List<Relay> of(Occurrence occurrence, PolicySnapshot policy, Instant time) {
        Occurrence told = told(occurrence);
        List<Relay> shares = groups.listens() ? heard(occurrence) : List.of();
        if (told == null) {
            return shares;
        }
        IpAddress source = told.event().source();
        if (source != null && policy.isAllowed(source, time)) {
            return shares;
        }
        List<String> keys = groups.keysOf(told, texts);
        if (source != null && isLogin(told.event())) {
            keys = with(texts.ofNetwork(source), keys);
        } else if (source != null) {
            leaveOutRange(keys, source, told.second());
        }
        return keys.isEmpty() ? shares : shares(shares, keys, told);
    }

    /** The shares of an assessment: the network always wants to know which of its members are bad. */
    List<Relay> of(Assessment assessment) {
        IpAddress source =
                switch (assessment.subject().kind()) {
                    case SOURCE -> IpAddress.tryParse(assessment.subject().value());
                    case USER, NETWORK, HOST, FLEET -> null;
                };
        if (source == null || assessment.score() < FLAGGED) {
            return List.of();
        }
        Instant time = assessment.time();
        Origin origin = origin(assessment.id(), time, assessment.host(), source);
        Occurrence told = new Occurrence(
                report(origin, assessment.userName()),
                Moment.second(time),
                false,
                List.of(),
                Kind.FLAGGED,
                assessment.score());
        return shares(List.of(), with(texts.ofNetwork(source), groups.keysOf(told, texts)), told);
    }

    private void leaveOutRange(List<String> keys, IpAddress source, int second) {
        for (int i = 0; i < keys.size(); i++) {
            if (ScenarioKey.isRange(keys.get(i))) {
                if (toldRanges.knows(source, second)) {
                    keys.remove(i);
                }
                return;
            }
        }
    }

    private static List<String> with(@Nullable String network, List<String> keys) {
        if (network == null || keys.contains(network)) {
            return keys;
        }
        List<String> all = keys.isEmpty() ? new ArrayList<>(1) : keys;
        all.add(network);
        return all;
    }

    private static List<Relay> shares(List<Relay> first, List<String> keys, Occurrence told) {
        List<Relay> shares = new ArrayList<>(first.size() + keys.size());
        shares.addAll(first);
        long eventHash = Hashes.ofId(told.event().id());
        for (int i = 0; i < keys.size(); i++) {
            shares.add(new Share(keys.get(i), told, eventHash));
        }
        return shares;
    }

    /** The event as groups see it; null when it does not concern them. */
    private static @Nullable Occurrence told(Occurrence o) {
        return switch (o.event()) {
            case HttpRequest r -> o.failedLogin() ? failedLogin(r, o) : null;
            case ApplicationError e -> o.failedLogin() ? failedLogin(e, o) : null;
            case Authentication a -> o.failedLogin() || isSuccess(a) ? o : null;
            case ServiceState s -> o;
            case NetworkFlow f -> null;
            case Report r -> null;
        };
    }

    private static Occurrence failedLogin(SecurityEvent event, Occurrence o) {
        Authentication login = new Authentication(
                event.origin(), EventAction.LOGIN, EventOutcome.FAILURE, "http", event.user(), false, null, null);
        return new Occurrence(login, o.second(), true, List.of());
    }

    private static boolean isSuccess(Authentication a) {
        return a.outcome() == EventOutcome.SUCCESS
                && (a.action() == EventAction.LOGIN || a.action() == EventAction.SU || a.action() == EventAction.SUDO);
    }

    private static boolean isLogin(SecurityEvent event) {
        return event.action() == EventAction.LOGIN && event.outcome() == EventOutcome.SUCCESS;
    }

    private List<Relay> heard(Occurrence o) {
        String host = o.event().origin().host();
        Integer last = heard.get(host);
        if (last != null && o.second() - last < HEARD_EVERY) {
            return List.of();
        }
        heard.put(host, o.second());
        Origin origin = origin("heard-" + host + "-" + o.second(), o.event().time(), host, null);
        Occurrence told = new Occurrence(report(origin, null), o.second(), false, List.of(), Kind.HEARD, 0);
        return shares(List.of(), groups.keysOf(told, texts), told);
    }

    private static Report report(Origin origin, @Nullable String user) {
        return new Report(origin, ThreatType.UNKNOWN, ReportedSeverity.MEDIUM, user, Map.of());
    }

    private static Origin origin(String id, Instant time, String host, @Nullable IpAddress source) {
        return new Origin(id, time, host.isEmpty() ? "-" : host, "analyzer", source, 0, null, 1, null, 0, null, null);
    }
}
