package io.selfheal.schemas.codec;

import io.selfheal.schemas.event.ThreatType;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.policy.AllowEntry;
import io.selfheal.schemas.policy.BlastCap;
import io.selfheal.schemas.policy.BlockingMode;
import io.selfheal.schemas.policy.BlockingPolicy;
import io.selfheal.schemas.policy.DenyEntry;
import io.selfheal.schemas.policy.LoginProtection;
import io.selfheal.schemas.policy.NetworkBlocks;
import io.selfheal.schemas.policy.OffHours;
import io.selfheal.schemas.policy.Policy;
import io.selfheal.schemas.policy.ScanPolicy;
import io.selfheal.schemas.policy.ScoringPolicy;
import java.io.IOException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Policy entries: {@code selfheal.type} says which, {@code selfheal.policy} is the entry. */
final class PolicyCodec extends DocumentCodec<Policy> {
    @Override
    void write(Policy value, JsonWriter to) throws IOException {
        ecsVersion(to);
        to.begin("event")
                .text("kind", "state")
                .text("dataset", "selfheal.policy")
                .end();
        switch (value) {
            case AllowEntry entry -> {
                beginOwn(to, "allow")
                        .begin("policy")
                        .text("network", entry.network().toString());
                to.text("label", entry.label()).text("added_by", entry.addedBy());
                to.instant("expires", entry.expires());
            }
            case DenyEntry entry -> {
                beginOwn(to, "deny")
                        .begin("policy")
                        .text("network", entry.network().toString());
                to.text("label", entry.label()).text("added_by", entry.addedBy());
                to.instant("expires", entry.expires());
            }
            case ScoringPolicy policy -> {
                beginOwn(to, "scoring").begin("policy");
                writeScoring(policy, to);
            }
            case BlockingPolicy policy -> {
                beginOwn(to, "blocking").begin("policy");
                writeBlocking(policy, to);
            }
            case ScanPolicy policy -> {
                beginOwn(to, "scanning").begin("policy");
                writeScanning(policy, to);
            }
        }
        to.end().end();
    }

    private static void writeScoring(ScoringPolicy policy, JsonWriter to) throws IOException {
        to.text("version", policy.version()).begin("base_scores");
        for (ThreatType type : ThreatType.values()) {
            to.number(type.wireName(), policy.baseScore(type));
        }
        to.end().duration("window", policy.window());
        to.decimal("frequency_step", policy.frequencyStep()).decimal("frequency_cap", policy.frequencyCap());
        to.number("failed_login_threshold", policy.failedLoginThreshold());
        to.duration("brute_force_window", policy.bruteForceWindow());
        to.number("pattern_bonus", policy.patternBonus()).number("model_cap", policy.modelCap());
        to.number("provider_cap", policy.providerCap());
        OffHours off = policy.offHours();
        if (!off.equals(OffHours.NONE)) {
            to.begin("off_hours").decimal("factor", off.factor());
            to.text("from", off.from().toString()).text("to", off.to().toString());
            to.flag("weekends", off.weekends()).text("zone", off.zone().getId()).end();
        }
    }

    private static void writeBlocking(BlockingPolicy policy, JsonWriter to) throws IOException {
        to.text("version", policy.version());
        if (policy.mode() != BlockingMode.NODES) {
            to.constant("mode", policy.mode());
        }
        to.flag("auto_block", policy.autoBlock());
        to.number("block_score", policy.blockScore());
        to.number("auto_action_min_score", policy.autoActionMinScore());
        to.duration("first_block", policy.firstBlock()).duration("longest_block", policy.longestBlock());
        to.duration("forget_offences_after", policy.forgetOffencesAfter());
        to.number("max_blocks_per_minute", policy.cap().perMinute());
        if (policy.cap().percent() != BlastCap.DEFAULT.percent()) {
            to.number("max_blocked_percent", policy.cap().percent());
        }
        NetworkBlocks networks = policy.networks();
        to.begin("networks").flag("enabled", networks.enabled());
        to.number("members_ipv4", networks.membersIpv4()).number("members_ipv6", networks.membersIpv6());
        to.duration("window", networks.window());
        to.number("widest_ipv4", networks.widestIpv4()).number("widest_ipv6", networks.widestIpv6());
        to.end();
        LoginProtection protection = policy.protection();
        to.begin("login_protection").duration("window", protection.window());
        to.number("block_score", protection.blockScore()).number("failures", protection.failures());
        to.end();
    }

    private static void writeScanning(ScanPolicy policy, JsonWriter to) throws IOException {
        to.text("version", policy.version());
        to.flag("quick_scan", policy.quickScan()).flag("vulnerability_scan", policy.vulnerabilityScan());
        if (policy.automatic()) {
            to.flag("automatic", true);
        }
        if (!policy.rest().equals(ScanPolicy.REST)) {
            to.duration("rest", policy.rest());
        }
        if (!policy.ownNetworks().equals(ScanPolicy.PRIVATE)) {
            to.texts(
                    "own_networks",
                    policy.ownNetworks().stream().map(Cidr::toString).toList());
        }
    }

    /** Policies written before networks were blocked have the defaults. */
    private static NetworkBlocks networks(Fields from) throws DecodeException {
        if (!from.has("networks")) {
            return NetworkBlocks.DEFAULT;
        }
        Fields n = from.in("networks");
        return new NetworkBlocks(
                n.flag("enabled"),
                n.int32("members_ipv4"),
                n.int32("members_ipv6"),
                n.duration("window"),
                n.int32("widest_ipv4"),
                n.int32("widest_ipv6"));
    }

    private static LoginProtection protection(Fields from) throws DecodeException {
        if (!from.has("login_protection")) {
            return LoginProtection.DEFAULT;
        }
        Fields p = from.in("login_protection");
        return new LoginProtection(p.duration("window"), p.int32("block_score"), p.int32("failures"));
    }

    @Override
    Policy read(Fields document, Fields own) throws DecodeException {
        Fields p = own.in("policy");
        String type = own.text("type");
        return switch (type) {
            case "allow" ->
                new AllowEntry(
                        p.parsed("network", Cidr::parse, DecisionCodec.NETWORK),
                        p.text("label"),
                        p.text("added_by"),
                        p.instantOrNull("expires"));
            case "scoring" ->
                new ScoringPolicy(
                        p.text("version"),
                        baseScores(p.in("base_scores")),
                        p.duration("window"),
                        p.decimal("frequency_step"),
                        p.decimal("frequency_cap"),
                        p.int32("failed_login_threshold"),
                        p.duration("brute_force_window"),
                        p.int32("pattern_bonus"),
                        p.int32("model_cap"),
                        p.int32("provider_cap"),
                        offHours(p));
            case "deny" ->
                new DenyEntry(
                        p.parsed("network", Cidr::parse, DecisionCodec.NETWORK),
                        p.text("label"),
                        p.text("added_by"),
                        p.instantOrNull("expires"));
            case "blocking" ->
                new BlockingPolicy(
                        p.text("version"),
                        p.has("mode") ? p.oneOf("mode", BlockingMode.class) : BlockingMode.NODES,
                        p.flag("auto_block"),
                        p.int32("block_score"),
                        p.int32("auto_action_min_score"),
                        p.duration("first_block"),
                        p.duration("longest_block"),
                        p.duration("forget_offences_after"),
                        new BlastCap(
                                p.int32("max_blocks_per_minute"),
                                p.has("max_blocked_percent")
                                        ? p.int32("max_blocked_percent")
                                        : BlastCap.DEFAULT.percent()),
                        networks(p),
                        protection(p));
            case "scanning" ->
                new ScanPolicy(
                        p.text("version"),
                        p.flag("quick_scan"),
                        p.flag("vulnerability_scan"),
                        p.flagOr("automatic", false),
                        p.has("rest") ? p.duration("rest") : ScanPolicy.REST,
                        ownNetworks(p));
            default -> throw own.wrong("type", type, "allow, deny, scoring, blocking, scanning");
        };
    }

    private static List<Cidr> ownNetworks(Fields from) throws DecodeException {
        if (!from.has("own_networks")) {
            return ScanPolicy.PRIVATE;
        }
        List<Cidr> networks = new ArrayList<>();
        for (String text : from.texts("own_networks")) {
            Cidr network = Cidr.tryParse(text);
            if (network == null) {
                throw from.wrong("own_networks", text, DecisionCodec.NETWORK);
            }
            networks.add(network);
        }
        return networks;
    }

    private static OffHours offHours(Fields from) throws DecodeException {
        if (!from.has("off_hours")) {
            return OffHours.NONE;
        }
        Fields o = from.in("off_hours");
        return new OffHours(
                o.decimal("factor"),
                o.parsed("from", LocalTime::parse, "a time of day like 20:00"),
                o.parsed("to", LocalTime::parse, "a time of day like 06:30"),
                o.flag("weekends"),
                o.parsed("zone", ZoneId::of, "a time zone like Europe/Berlin"));
    }

    /** Types that a newer writer has and we do not know are left out; missing ones have their default. */
    private static Map<ThreatType, Integer> baseScores(Fields from) throws DecodeException {
        Map<ThreatType, Integer> scores = new EnumMap<>(ThreatType.class);
        for (ThreatType type : ThreatType.values()) {
            if (from.has(type.wireName())) {
                scores.put(type, from.int32(type.wireName()));
            }
        }
        return scores;
    }
}
