package io.selfheal.schemas.topic;

import static io.selfheal.schemas.topic.Role.ADMINISTRATOR;
import static io.selfheal.schemas.topic.Role.ANALYZER_SERVICE;
import static io.selfheal.schemas.topic.Role.COLLECTOR_AGENT;
import static io.selfheal.schemas.topic.Role.CONSOLE_SERVICE;
import static io.selfheal.schemas.topic.Role.ENRICHMENT_SERVICE;
import static io.selfheal.schemas.topic.Role.NOTIFIER_SERVICE;
import static io.selfheal.schemas.topic.Role.RESPONDER_AGENT;
import static io.selfheal.schemas.topic.Role.SIEM;
import static io.selfheal.schemas.topic.Topic.Cleanup.COMPACT;
import static io.selfheal.schemas.topic.Topic.Cleanup.DELETE;

import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.assess.Assessment;
import io.selfheal.schemas.codec.Codecs;
import io.selfheal.schemas.decide.Decision;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.order.Order;
import io.selfheal.schemas.outcome.Outcome;
import io.selfheal.schemas.policy.Policy;
import io.selfheal.schemas.resolve.Resolution;
import io.selfheal.schemas.verdict.FileVerdict;
import io.selfheal.schemas.verdict.Verdict;
import io.selfheal.schemas.vitals.Vitals;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The topic catalogue: the only place where a topic's name, key, codec, retention and rights stand. */
public final class Topics {
    /** Partitions of the topics that the analyzer reads together by source; they must be equal. */
    private static final int BY_SOURCE = 12;

    public static final Topic<SecurityEvent> EVENTS = new Topic<>(
            "selfheal.events",
            "source IP, else host",
            Codecs.SECURITY_EVENT,
            BY_SOURCE,
            DELETE,
            Duration.ofDays(7),
            Set.of(COLLECTOR_AGENT, CONSOLE_SERVICE),
            Set.of(ANALYZER_SERVICE, CONSOLE_SERVICE, SIEM));

    public static final Topic<Assessment> ASSESSMENTS = new Topic<>(
            "selfheal.assessments",
            "subject",
            Codecs.ASSESSMENT,
            BY_SOURCE,
            DELETE,
            Duration.ofDays(30),
            Set.of(ANALYZER_SERVICE),
            Set.of(ENRICHMENT_SERVICE, CONSOLE_SERVICE, ADMINISTRATOR, SIEM));

    public static final Topic<Verdict> VERDICTS = new Topic<>(
            "selfheal.verdicts",
            "source IP",
            Codecs.VERDICT,
            BY_SOURCE,
            COMPACT,
            Duration.ofDays(1),
            Set.of(ENRICHMENT_SERVICE),
            Set.of(ENRICHMENT_SERVICE, ANALYZER_SERVICE, CONSOLE_SERVICE, ADMINISTRATOR));

    public static final Topic<FileVerdict> FILE_VERDICTS = new Topic<>(
            "selfheal.file-verdicts",
            "SHA-256 of the file",
            Codecs.FILE_VERDICT,
            1,
            COMPACT,
            Duration.ofDays(1),
            Set.of(ENRICHMENT_SERVICE),
            Set.of(ENRICHMENT_SERVICE, CONSOLE_SERVICE));

    public static final Topic<Decision> DECISIONS = new Topic<>(
            "selfheal.decisions",
            "target",
            Codecs.DECISION,
            BY_SOURCE,
            COMPACT,
            Duration.ofDays(3),
            Set.of(ANALYZER_SERVICE),
            Set.of(ANALYZER_SERVICE, RESPONDER_AGENT, CONSOLE_SERVICE, ADMINISTRATOR, SIEM));

    public static final Topic<Order> ORDERS = new Topic<>(
            "selfheal.orders",
            "target, or host",
            Codecs.ORDER,
            BY_SOURCE,
            DELETE,
            Duration.ofDays(7),
            Set.of(CONSOLE_SERVICE, ANALYZER_SERVICE, ADMINISTRATOR),
            Set.of(ANALYZER_SERVICE, RESPONDER_AGENT));

    public static final Topic<Outcome> OUTCOMES = new Topic<>(
            "selfheal.outcomes",
            "host",
            Codecs.OUTCOME,
            6,
            DELETE,
            Duration.ofDays(90),
            Set.of(RESPONDER_AGENT),
            Set.of(ENRICHMENT_SERVICE, CONSOLE_SERVICE, ADMINISTRATOR, SIEM));

    public static final Topic<Vitals> VITALS = new Topic<>(
            "selfheal.vitals",
            "host",
            Codecs.VITALS,
            6,
            DELETE,
            Duration.ofDays(2),
            Set.of(RESPONDER_AGENT, COLLECTOR_AGENT),
            Set.of(ANALYZER_SERVICE, CONSOLE_SERVICE, ADMINISTRATOR));

    public static final Topic<Alert> ALERTS = new Topic<>(
            "selfheal.alerts",
            "grouping key",
            Codecs.ALERT,
            6,
            DELETE,
            Duration.ofDays(30),
            Set.of(ANALYZER_SERVICE, RESPONDER_AGENT, ENRICHMENT_SERVICE),
            Set.of(NOTIFIER_SERVICE, CONSOLE_SERVICE, SIEM));

    public static final Topic<Policy> POLICY = new Topic<>(
            "selfheal.policy",
            "name",
            Codecs.POLICY,
            1,
            COMPACT,
            Duration.ofDays(1),
            Set.of(CONSOLE_SERVICE, ADMINISTRATOR),
            Set.of(ANALYZER_SERVICE, RESPONDER_AGENT, CONSOLE_SERVICE, ADMINISTRATOR));

    public static final Topic<Resolution> RESOLUTIONS = new Topic<>(
            "selfheal.resolutions",
            "source IP",
            Codecs.RESOLUTION,
            1,
            DELETE,
            Duration.ofDays(365),
            Set.of(CONSOLE_SERVICE, ADMINISTRATOR),
            Set.of(ANALYZER_SERVICE, CONSOLE_SERVICE, ADMINISTRATOR));

    /** What the analyzer's sources pass on to users, networks, hosts and the fleet; nobody else reads or writes it. */
    public static final Topic<byte[]> ANALYZER_SHARES = insideAnalyzer("shares");

    /** What the analyzer's groups hold against single sources and networks; nobody else reads or writes it. */
    public static final Topic<byte[]> ANALYZER_BLAMES = insideAnalyzer("blames");

    public static final Topic<byte[]> ANALYZER_DEAD_LETTERS = deadLetters(ANALYZER_SERVICE, "analyzer");
    public static final Topic<byte[]> ENRICHMENT_DEAD_LETTERS = deadLetters(ENRICHMENT_SERVICE, "enrichment");
    public static final Topic<byte[]> NOTIFIER_DEAD_LETTERS = deadLetters(NOTIFIER_SERVICE, "notifier");
    public static final Topic<byte[]> RESPONDER_DEAD_LETTERS = deadLetters(RESPONDER_AGENT, "responder");

    /** Every topic, in the order of the data. */
    public static final List<Topic<?>> ALL = List.of(
            EVENTS,
            ASSESSMENTS,
            VERDICTS,
            FILE_VERDICTS,
            DECISIONS,
            ORDERS,
            OUTCOMES,
            VITALS,
            ALERTS,
            POLICY,
            RESOLUTIONS,
            ANALYZER_SHARES,
            ANALYZER_BLAMES,
            ANALYZER_DEAD_LETTERS,
            ENRICHMENT_DEAD_LETTERS,
            NOTIFIER_DEAD_LETTERS,
            RESPONDER_DEAD_LETTERS);

    private Topics() {}

    /** As many partitions and as long as events: it is read together with them, and must not end before them. */
    private static Topic<byte[]> insideAnalyzer(String name) {
        return new Topic<>(
                "selfheal.analyzer." + name,
                "subject",
                Codecs.RAW,
                BY_SOURCE,
                DELETE,
                Duration.ofDays(7),
                Set.of(ANALYZER_SERVICE),
                Set.of(ANALYZER_SERVICE));
    }

    private static Topic<byte[]> deadLetters(Role writer, String service) {
        return new Topic<>(
                "selfheal." + service + ".dead-letters",
                "as read",
                Codecs.RAW,
                1,
                DELETE,
                Duration.ofDays(14),
                Set.of(writer),
                Set.of(CONSOLE_SERVICE, ADMINISTRATOR));
    }
}
