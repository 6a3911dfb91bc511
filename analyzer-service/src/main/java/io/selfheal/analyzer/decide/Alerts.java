package io.selfheal.analyzer.decide;

import io.selfheal.plugin.host.PluginStatus;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.alert.Alert.Severity;
import io.selfheal.schemas.assess.Assessment;
import io.selfheal.schemas.assess.PlannedAction;
import io.selfheal.schemas.assess.ThreatClass;
import io.selfheal.schemas.decide.Block;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.order.Order;
import io.selfheal.schemas.order.OrderLine;
import io.selfheal.schemas.text.Excerpt;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Alerts with their grouping keys. Blocks of one class of attack within six hours are one incident: five hundred
 * brute-forcers wake people once. A misbehaving allowlisted host, or a compromised account, is an incident of its own.
 */
public final class Alerts {
    private static final String MODULE = "analyzer-service";
    private static final int LONGEST_NAME = 100;
    private static final int HOURS = 6;

    private Alerts() {}

    /** Of a block that was made, or that would have been: then nobody is protected, which is as urgent. */
    public static Alert blocked(Assessment assessment, Block block) {
        if (block.simulated()) {
            return of(
                    assessment,
                    Severity.CRITICAL,
                    "would-block",
                    incident(assessment),
                    what(assessment) + " would be blocked: " + words(assessment.threatClass()),
                    block.reason() + "; nothing is enforced (dry run): it would be blocked until " + block.expires()
                            + ", offence " + block.offence(),
                    Map.of("block", block.id(), "expires", block.expires().toString(), "simulated", "true"));
        }
        return of(
                assessment,
                Severity.CRITICAL,
                "blocked",
                incident(assessment),
                what(assessment) + " was blocked: " + words(assessment.threatClass()),
                block.reason() + "; blocked until " + block.expires() + ", offence " + block.offence(),
                Map.of("block", block.id(), "expires", block.expires().toString()));
    }

    public static Alert highScore(Assessment assessment) {
        return of(
                assessment,
                assessment.score() >= 80 ? Severity.CRITICAL : Severity.HIGH,
                "high-score",
                incident(assessment),
                what(assessment) + " looks dangerous: " + words(assessment.threatClass()),
                reason(assessment) + "; not blocked",
                Map.of());
    }

    public static Alert accountCompromise(Assessment assessment) {
        return of(
                assessment,
                Severity.CRITICAL,
                "account-compromise",
                "account-compromise/" + assessment.subject().value() + "/" + dayPart(assessment.time()),
                "An account may be compromised",
                reason(assessment),
                Map.of());
    }

    public static Alert allowlistedMisbehaves(Assessment assessment) {
        return of(
                assessment,
                Severity.HIGH,
                "allowlisted-misbehaves",
                "allowlisted/" + assessment.subject().value() + "/" + dayPart(assessment.time()),
                "An allowlisted host misbehaves",
                reason(assessment) + "; it would have scored " + assessment.rawScore() + " and was left alone",
                Map.of());
    }

    /** A block that the policy's mode {@code ask} leaves to a person. */
    public static Alert proposed(Assessment assessment, Duration length) {
        return of(
                assessment,
                Severity.CRITICAL,
                "block-proposed",
                "block-proposed/" + assessment.subject().value() + "/" + dayPart(assessment.time()),
                what(assessment) + " is proposed to be blocked: " + words(assessment.threatClass()),
                reason(assessment) + "; not blocked: the policy asks first (blocking.mode)",
                block(assessment, length));
    }

    /** @param length how long a person who decides otherwise would block */
    public static Alert withheld(Assessment assessment, String why, Duration length) {
        return of(
                assessment,
                Severity.CRITICAL,
                "block-withheld",
                "block-withheld/" + assessment.subject().value() + "/" + dayPart(assessment.time()),
                what(assessment) + " looks dangerous and was not blocked",
                reason(assessment) + "; not blocked: " + why,
                block(assessment, length));
    }

    /**
     * @param cap which bound is reached
     * @param length how long a person would block
     */
    public static Alert capped(Assessment assessment, String cap, Duration length) {
        return of(
                assessment,
                Severity.CRITICAL,
                "blocks-capped",
                "blocks-capped/" + dayPart(assessment.time()),
                "Blocks capped, proposed",
                cap + "; further ones are proposed, not made: " + reason(assessment),
                block(assessment, length));
    }

    public static Alert orderRefused(Order order, String reason, Instant now) {
        return new Alert(
                Ids.of("order-refused", order.id(), reason),
                now,
                Severity.LOW,
                "order-refused",
                "order/" + order.id(),
                "An order was refused",
                reason,
                order.key(),
                "",
                Map.of("order", order.id(), "by", order.by()),
                MODULE);
    }

    /**
     * A host whose events come too late to be judged; one incident for each host and day.
     *
     * @param late how many within this hour
     * @param behind how late the last of them was
     */
    public static Alert late(String host, int late, Duration behind, Instant now) {
        return new Alert(
                Ids.of("events-late", host, dayPart(now)),
                now,
                Severity.MEDIUM,
                "events-late",
                "events-late/" + host + "/" + dayPart(now),
                "Events of a node come too late",
                late + " events of " + Excerpt.of(host, LONGEST_NAME)
                        + " came more than an hour after their stamps, the last one "
                        + behind.toMinutes()
                        + " minutes: what is that old blocks nobody. If the node was not cut off, the zone"
                        + " of a log is wrong, or the clock of who sent it: selfheal doctor there",
                host,
                host,
                Map.of(),
                MODULE);
    }

    /**
     * An entry of the fleet's policy that nobody signed who is trusted; one incident for each part of a day, however many
     * there are.
     *
     * @param name the entry's
     */
    public static Alert policyRefused(String name, String reason, Instant now) {
        return new Alert(
                Ids.of("policy-refused", dayPart(now)),
                now,
                Severity.MEDIUM,
                "policy-refused",
                "policy-refused/" + dayPart(now),
                "A policy entry was not believed",
                Excerpt.of(name, LONGEST_NAME) + ": " + reason + "; what held before it goes on. Somebody without a key"
                        + " may write the topic, or forgot it (selfheal policy --key); the analyzer's log names all of them",
                "",
                "",
                Map.of(),
                MODULE);
    }

    /** A plugin that was put into quarantine, or that is off. */
    public static Alert pluginFails(PluginStatus plugin, Instant now) {
        return plugin.alert("", MODULE, now);
    }

    private static Alert of(
            Assessment assessment,
            Severity severity,
            String kind,
            String groupingKey,
            String title,
            String description,
            Map<String, String> labels) {
        return new Alert(
                Ids.of("alert", kind, assessment.id()),
                assessment.time(),
                severity,
                kind,
                groupingKey,
                title,
                description,
                assessment.subject().value(),
                assessment.host(),
                assessment.userName(),
                assessment.score(),
                assessment.signals(),
                proposals(assessment, labels),
                MODULE);
    }

    private static Map<String, String> block(Assessment assessment, Duration length) {
        return Optional.ofNullable(Cidr.tryParse(assessment.subject().value()))
                .flatMap(target -> OrderLine.block(target, length))
                .map(line -> Map.of(OrderLine.LABEL + "block", line))
                .orElse(Map.of());
    }

    /**
     * What only a person may do, from 95 on to the account that was named, from 98 on to the host (DET-19, DET-21), with
     * the line that orders it. Whoever guesses passwords names accounts that are not his: locking them would do his work.
     */
    private static Map<String, String> proposals(Assessment assessment, Map<String, String> labels) {
        Map<String, String> all = new HashMap<>(labels);
        String user = assessment.userName();
        String host = assessment.host();
        if (user != null
                && assessment.plan().contains(PlannedAction.PROPOSE_LOCK_ACCOUNT)
                && assessment.threatClass() != ThreatClass.BRUTE_FORCE) {
            all.put("proposed_account", "end the sessions of " + user + " and lock the account; needs approval");
            OrderLine.lockAccount(host, user).ifPresent(line -> all.put(OrderLine.LABEL + "lock_account", line));
        }
        if (assessment.plan().contains(PlannedAction.PROPOSE_ISOLATION)) {
            all.put(
                    "proposed_host",
                    "extreme threat: consider isolating " + host
                            + ", or an emergency shutdown; never done automatically");
            OrderLine.isolate(host).ifPresent(line -> all.put(OrderLine.LABEL + "isolate", line));
        }
        return all;
    }

    private static String what(Assessment assessment) {
        return switch (assessment.subject().kind()) {
            case SOURCE -> "A source";
            case USER -> "A user account";
            case NETWORK -> "A network";
            case HOST -> "A host";
            case FLEET -> "The fleet";
        };
    }

    private static String incident(Assessment assessment) {
        return words(assessment.threatClass()).replace(' ', '-') + "/" + dayPart(assessment.time());
    }

    private static String dayPart(Instant time) {
        ZonedDateTime utc = time.atZone(ZoneOffset.UTC);
        int from = utc.getHour() / HOURS * HOURS;
        return utc.toLocalDate() + "T" + (from < 10 ? "0" : "") + from;
    }

    private static String words(ThreatClass threatClass) {
        return threatClass.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String reason(Assessment assessment) {
        return assessment.signals().getFirst().reason();
    }
}
