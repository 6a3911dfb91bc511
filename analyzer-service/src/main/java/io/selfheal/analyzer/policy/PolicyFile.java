package io.selfheal.analyzer.policy;

import io.selfheal.analyzer.yaml.RuleException;
import io.selfheal.analyzer.yaml.YamlSection;
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
import io.selfheal.schemas.rules.RuleRefusedException;
import io.selfheal.schemas.rules.RuleText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A policy as a YAML file, for {@code replay --policy}: sections {@code scoring}, {@code blocking},
 * {@code scanning}, {@code allow} and {@code deny}, each optional, each key with the default that the policy itself has.
 */
public final class PolicyFile {
    private PolicyFile() {}

    /** The entries of a file, ready to be {@link PolicyBook#apply applied}; no more of it is read than is allowed. */
    public static List<Policy> read(Path file) throws RuleException {
        try {
            return read(file.toString(), RuleText.read(file).getBytes(StandardCharsets.UTF_8));
        } catch (RuleRefusedException e) {
            throw new RuleException(e.refusal());
        }
    }

    /** The entries of a file's content. */
    public static List<Policy> read(String file, byte[] content) throws RuleException {
        YamlSection root = YamlSection.read(file, content);
        List<Policy> entries = new ArrayList<>();
        if (root.has("scoring")) {
            entries.add(scoring(root.section("scoring")));
        }
        if (root.has("blocking")) {
            entries.add(blocking(root.section("blocking")));
        }
        if (root.has("scanning")) {
            entries.add(scanning(root.section("scanning")));
        }
        if (root.has("allow")) {
            for (YamlSection section : root.sections("allow")) {
                entries.add(allow(section));
            }
        }
        if (root.has("deny")) {
            for (YamlSection section : root.sections("deny")) {
                entries.add(deny(section));
            }
        }
        root.done();
        return entries;
    }

    private static ScoringPolicy scoring(YamlSection in) throws RuleException {
        ScoringPolicy standard = ScoringPolicy.DEFAULT;
        String version = in.text("version", "file");
        Map<ThreatType, Integer> scores = new EnumMap<>(ThreatType.class);
        if (in.has("baseScores")) {
            YamlSection base = in.section("baseScores");
            for (ThreatType type : ThreatType.values()) {
                if (base.has(type.wireName())) {
                    scores.put(type, base.integer(type.wireName(), 0, 100));
                }
            }
            base.done();
        }
        Duration window = duration(in, "window", standard.window());
        double step = in.has("frequencyStep") ? in.decimal("frequencyStep") : standard.frequencyStep();
        double cap = in.has("frequencyCap") ? in.decimal("frequencyCap") : standard.frequencyCap();
        int threshold = integer(in, "failedLoginThreshold", 2, 1000, standard.failedLoginThreshold());
        Duration bruteForce = duration(in, "bruteForceWindow", standard.bruteForceWindow());
        int bonus = integer(in, "patternBonus", 0, 100, standard.patternBonus());
        int model = integer(in, "modelCap", 0, 15, standard.modelCap());
        int provider = integer(in, "providerCap", 0, 20, standard.providerCap());
        OffHours off = in.has("offHours") ? offHours(in.section("offHours")) : standard.offHours();
        in.done();
        return in.checked(() -> new ScoringPolicy(
                version, scores, window, step, cap, threshold, bruteForce, bonus, model, provider, off));
    }

    private static OffHours offHours(YamlSection in) throws RuleException {
        double factor = in.decimal("factor");
        LocalTime from = parsed(in, "from", LocalTime::parse, "a time of day like \"20:00\"");
        LocalTime to = parsed(in, "to", LocalTime::parse, "a time of day like \"06:30\"");
        boolean weekends = in.has("weekends") && in.flag("weekends");
        ZoneId zone = in.has("zone")
                ? parsed(in, "zone", ZoneId::of, "a time zone like Europe/Berlin")
                : OffHours.NONE.zone();
        in.done();
        return in.checked(() -> new OffHours(factor, from, to, weekends, zone));
    }

    private static <T> T parsed(YamlSection in, String key, Function<String, T> parse, String allowed)
            throws RuleException {
        String text = in.text(key);
        try {
            return parse.apply(text);
        } catch (DateTimeException e) {
            throw in.wrong(key, "'" + text + "' is wrong; allowed: " + allowed);
        }
    }

    private static BlockingPolicy blocking(YamlSection in) throws RuleException {
        BlockingPolicy standard = BlockingPolicy.DEFAULT;
        String version = in.text("version", "file");
        BlockingMode mode = mode(in, standard.mode());
        boolean auto = in.has("autoBlock") ? in.flag("autoBlock") : standard.autoBlock();
        int blockScore = integer(in, "blockScore", 1, 100, standard.blockScore());
        int minScore = integer(in, "autoActionMinScore", 1, 100, standard.autoActionMinScore());
        Duration first = duration(in, "firstBlock", standard.firstBlock());
        Duration longest = duration(in, "longestBlock", standard.longestBlock());
        Duration forget = duration(in, "forgetOffencesAfter", standard.forgetOffencesAfter());
        int perMinute =
                integer(in, "maxBlocksPerMinute", 1, 1_000_000, standard.cap().perMinute());
        int percent = integer(in, "maxBlockedPercent", 1, 100, standard.cap().percent());
        NetworkBlocks networks = in.has("networks") ? networks(in.section("networks")) : standard.networks();
        LoginProtection protection =
                in.has("loginProtection") ? protection(in.section("loginProtection")) : standard.protection();
        in.done();
        return in.checked(() -> new BlockingPolicy(
                version,
                mode,
                auto,
                blockScore,
                minScore,
                first,
                longest,
                forget,
                new BlastCap(perMinute, percent),
                networks,
                protection));
    }

    private static BlockingMode mode(YamlSection in, BlockingMode standard) throws RuleException {
        String text = in.textOrNull("mode");
        if (text == null) {
            return standard;
        }
        for (BlockingMode mode : BlockingMode.values()) {
            if (mode.name().toLowerCase(Locale.ROOT).equals(text)) {
                return mode;
            }
        }
        throw in.wrong("mode", "'" + text + "' is no mode; allowed: nodes, off, simulate, ask, act");
    }

    private static ScanPolicy scanning(YamlSection in) throws RuleException {
        ScanPolicy standard = ScanPolicy.DEFAULT;
        String version = in.text("version", "file");
        boolean quick = in.has("quickScan") ? in.flag("quickScan") : standard.quickScan();
        boolean vulnerability =
                in.has("vulnerabilityScan") ? in.flag("vulnerabilityScan") : standard.vulnerabilityScan();
        boolean automatic = in.has("automatic") ? in.flag("automatic") : standard.automatic();
        Duration rest = duration(in, "rest", standard.rest());
        List<Cidr> own = in.has("ownNetworks") ? networksOf(in, "ownNetworks") : standard.ownNetworks();
        in.done();
        return in.checked(() -> new ScanPolicy(version, quick, vulnerability, automatic, rest, own));
    }

    private static List<Cidr> networksOf(YamlSection in, String key) throws RuleException {
        List<Cidr> networks = new ArrayList<>();
        for (String text : in.texts(key)) {
            networks.add(network(in, key, text));
        }
        return networks;
    }

    private static NetworkBlocks networks(YamlSection in) throws RuleException {
        NetworkBlocks standard = NetworkBlocks.DEFAULT;
        boolean enabled = in.has("enabled") ? in.flag("enabled") : standard.enabled();
        int ipv4 = integer(in, "membersIpv4", 2, 256, standard.membersIpv4());
        int ipv6 = integer(in, "membersIpv6", 2, 256, standard.membersIpv6());
        Duration window = duration(in, "window", standard.window());
        int widestIpv4 = integer(in, "widestIpv4", 16, 32, standard.widestIpv4());
        int widestIpv6 = integer(in, "widestIpv6", 32, 128, standard.widestIpv6());
        in.done();
        return in.checked(() -> new NetworkBlocks(enabled, ipv4, ipv6, window, widestIpv4, widestIpv6));
    }

    private static LoginProtection protection(YamlSection in) throws RuleException {
        LoginProtection standard = LoginProtection.DEFAULT;
        Duration window = duration(in, "window", standard.window());
        int score = integer(in, "blockScore", 1, 101, standard.blockScore());
        int failures = integer(in, "failures", 1, 1_000_000, standard.failures());
        in.done();
        return in.checked(() -> new LoginProtection(window, score, failures));
    }

    private static AllowEntry allow(YamlSection in) throws RuleException {
        Cidr network = network(in);
        String label = in.text("label", "");
        String addedBy = in.text("addedBy", "policy file");
        Instant expires = expires(in);
        in.done();
        return in.checked(() -> new AllowEntry(network, label, addedBy, expires));
    }

    private static DenyEntry deny(YamlSection in) throws RuleException {
        Cidr network = network(in);
        String label = in.text("label", "");
        String addedBy = in.text("addedBy", "policy file");
        Instant expires = expires(in);
        in.done();
        return in.checked(() -> new DenyEntry(network, label, addedBy, expires));
    }

    private static Cidr network(YamlSection in) throws RuleException {
        return network(in, "network", in.text("network"));
    }

    private static Cidr network(YamlSection in, String key, String text) throws RuleException {
        Cidr network = Cidr.tryParse(text);
        if (network == null) {
            throw in.wrong(key, "'" + text + "' is no network; allowed: an address, or one like 10.0.0.0/8");
        }
        return network;
    }

    private static @Nullable Instant expires(YamlSection in) throws RuleException {
        String text = in.textOrNull("expires");
        if (text == null) {
            return null;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw in.wrong("expires", "'" + text + "' is no time; allowed: one like 2026-12-31T23:59:59Z");
        }
    }

    private static int integer(YamlSection in, String key, int min, int max, int standard) throws RuleException {
        return in.has(key) ? in.integer(key, min, max) : standard;
    }

    private static Duration duration(YamlSection in, String key, Duration standard) throws RuleException {
        return in.has(key) ? in.duration(key) : standard;
    }
}
