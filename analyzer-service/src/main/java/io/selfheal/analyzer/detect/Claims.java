package io.selfheal.analyzer.detect;

import io.selfheal.analyzer.plugin.Detectors;
import io.selfheal.analyzer.scenario.Occurrence;
import io.selfheal.analyzer.scenario.Scenario;
import io.selfheal.analyzer.score.Claim;
import io.selfheal.analyzer.signature.Signature;
import io.selfheal.analyzer.signature.SignatureHit;
import io.selfheal.plugin.Suspicion;
import io.selfheal.schemas.assess.Evidence;
import io.selfheal.schemas.assess.Signal;
import io.selfheal.schemas.assess.ThreatClass;
import io.selfheal.schemas.event.ApplicationError;
import io.selfheal.schemas.event.Authentication;
import io.selfheal.schemas.event.HttpRequest;
import io.selfheal.schemas.event.NetworkFlow;
import io.selfheal.schemas.event.Report;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.event.ServiceState;
import io.selfheal.schemas.event.ThreatType;
import io.selfheal.schemas.policy.DenyEntry;
import io.selfheal.schemas.policy.ScoringPolicy;
import io.selfheal.schemas.text.Excerpt;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What an event is taken for: its threat type, the signatures found in it, the scenarios that it made fire. */
final class Claims {
    private static final Comparator<Claim> STRONGEST_FIRST = Comparator.comparingInt((Claim claim) -> -claim.base())
            .thenComparingInt(claim -> claim.isScenario() ? 0 : 1);
    private static final Map<ThreatType, String> BASE_NAMES = baseNames();

    /** As a confirmed attack. */
    private static final int DENIED = 95;

    private final Occurrence occurrence;
    private final ScoringPolicy policy;
    private final List<Claim> claims = new ArrayList<>(2);

    Claims(Occurrence occurrence, ScoringPolicy policy) {
        this.occurrence = occurrence;
        this.policy = policy;
    }

    private static Map<ThreatType, String> baseNames() {
        Map<ThreatType, String> names = new EnumMap<>(ThreatType.class);
        for (ThreatType type : ThreatType.values()) {
            names.put(type, Signal.BASE + type.wireName());
        }
        return Collections.unmodifiableMap(names);
    }

    void add(ThreatType type, String reason) {
        put(new Claim(
                BASE_NAMES.get(type),
                policy.baseScore(type),
                1,
                false,
                classOf(type),
                reason,
                techniqueOf(type),
                policy.version(),
                evidence(excerpt(occurrence.event()))));
    }

    /** DET-32: logins outside working hours are worth more, if the policy says when that is. */
    private void put(Claim claim) {
        boolean off = occurrence.event() instanceof Authentication
                && policy.offHours().holdsAt(occurrence.event().time());
        claims.add(off ? claim.outsideHours(policy.offHours().factor()) : claim);
    }

    /** DET-27: its network is known to be bad. */
    void add(DenyEntry entry) {
        claims.add(new Claim(
                Signal.DENY_LIST,
                DENIED,
                1,
                false,
                ThreatClass.INTRUSION,
                "is on the deny list" + (entry.label().isEmpty() ? "" : ": " + entry.label()),
                null,
                entry.network().toString(),
                evidence(excerpt(occurrence.event()))));
    }

    void add(SignatureHit hit) {
        Signature signature = hit.signature();
        claims.add(new Claim(
                signature.id(),
                signature.score(),
                1,
                false,
                signature.threatClass(),
                signature.reason(),
                signature.technique(),
                signature.version(),
                evidence(hit.excerpt())));
    }

    void add(Detectors.Suspected suspected) {
        Suspicion suspicion = suspected.suspicion();
        claims.add(new Claim(
                Signal.PLUGIN + suspected.plugin() + ":" + suspicion.name(),
                suspicion.points(),
                1,
                false,
                suspicion.threatClass(),
                Excerpt.of(suspicion.reason(), 300),
                suspicion.technique(),
                suspected.version(),
                evidence(excerpt(occurrence.event()))));
    }

    void add(Scenario scenario) {
        put(of(scenario, evidence(excerpt(occurrence.event())), policy));
    }

    /** What a scenario that fired is worth. A group's events are not those of the source that it blames. */
    static Claim of(Scenario scenario, Evidence evidence, ScoringPolicy policy) {
        return of(scenario, scenario.type() == null ? scenario.score() : policy.baseScore(scenario.type()), evidence);
    }

    static Claim of(Scenario scenario, int base, Evidence evidence) {
        return new Claim(
                scenario.id(),
                base,
                scenario.type() == null && scenario.isOfSource()
                        ? scenario.pace().events()
                        : 1,
                true,
                scenario.threatClass(),
                scenario.description(),
                scenario.technique(),
                scenario.version(),
                evidence);
    }

    boolean isEmpty() {
        return claims.isEmpty();
    }

    /** The strongest first; among equals a scenario, since it says most. */
    List<Claim> strongestFirst() {
        if (claims.size() > 1) {
            claims.sort(STRONGEST_FIRST);
        }
        return claims;
    }

    private Evidence evidence(String excerpt) {
        SecurityEvent event = occurrence.event();
        return new Evidence(event.id(), event.time(), event.origin().host(), excerpt);
    }

    static String excerpt(SecurityEvent event) {
        String message = event.origin().message();
        if (message != null) {
            return message;
        }
        return switch (event) {
            case Authentication a -> a.service() + " user=" + a.userName();
            case HttpRequest r -> r.method() + " " + r.url() + " " + r.status();
            case ApplicationError e -> e.reason();
            case NetworkFlow f -> f.transport() + " port " + f.destinationPort();
            case ServiceState s -> s.unit();
            case Report r -> r.type().wireName();
        };
    }

    private static ThreatClass classOf(ThreatType type) {
        return switch (type) {
            case FAILED_LOGIN_ATTEMPT, CONFIRMED_BRUTE_FORCE -> ThreatClass.BRUTE_FORCE;
            case SUSPICIOUS_LOGIN -> ThreatClass.ACCOUNT_COMPROMISE;
            case SUSPICIOUS_PORT_SCAN -> ThreatClass.RECONNAISSANCE;
            case CONFIRMED_ATTACK -> ThreatClass.INTRUSION;
            case MALWARE_DETECTED -> ThreatClass.MALWARE;
            case HIGH_CPU_USAGE, HIGH_MEMORY_USAGE, UNUSUAL_NETWORK_ACTIVITY -> ThreatClass.ANOMALY;
            case UNKNOWN -> ThreatClass.OTHER;
        };
    }

    private static @org.jspecify.annotations.Nullable String techniqueOf(ThreatType type) {
        return switch (type) {
            case FAILED_LOGIN_ATTEMPT, CONFIRMED_BRUTE_FORCE -> "T1110";
            case SUSPICIOUS_LOGIN -> "T1078";
            case SUSPICIOUS_PORT_SCAN -> "T1046";
            case CONFIRMED_ATTACK -> "T1190";
            case MALWARE_DETECTED, HIGH_CPU_USAGE, HIGH_MEMORY_USAGE, UNUSUAL_NETWORK_ACTIVITY, UNKNOWN -> null;
        };
    }
}
