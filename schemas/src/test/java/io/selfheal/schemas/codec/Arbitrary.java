package io.selfheal.schemas.codec;

import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.assess.Assessment;
import io.selfheal.schemas.assess.Detection;
import io.selfheal.schemas.assess.DetectionMethod;
import io.selfheal.schemas.assess.Evidence;
import io.selfheal.schemas.assess.PlannedAction;
import io.selfheal.schemas.assess.Signal;
import io.selfheal.schemas.assess.Subject;
import io.selfheal.schemas.assess.ThreatClass;
import io.selfheal.schemas.assess.ThreatLevel;
import io.selfheal.schemas.decide.Block;
import io.selfheal.schemas.decide.Decision;
import io.selfheal.schemas.decide.Lift;
import io.selfheal.schemas.decide.Scope;
import io.selfheal.schemas.event.ApplicationError;
import io.selfheal.schemas.event.Authentication;
import io.selfheal.schemas.event.EventAction;
import io.selfheal.schemas.event.EventOutcome;
import io.selfheal.schemas.event.GeoPoint;
import io.selfheal.schemas.event.HttpRequest;
import io.selfheal.schemas.event.LogPosition;
import io.selfheal.schemas.event.NetworkFlow;
import io.selfheal.schemas.event.Origin;
import io.selfheal.schemas.event.Place;
import io.selfheal.schemas.event.Report;
import io.selfheal.schemas.event.ReportedSeverity;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.event.ServiceState;
import io.selfheal.schemas.event.ThreatType;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.net.IpAddress;
import io.selfheal.schemas.order.BlockOrder;
import io.selfheal.schemas.order.NodeAct;
import io.selfheal.schemas.order.NodeOrder;
import io.selfheal.schemas.order.Order;
import io.selfheal.schemas.order.UnblockOrder;
import io.selfheal.schemas.outcome.Detail;
import io.selfheal.schemas.outcome.Mode;
import io.selfheal.schemas.outcome.Outcome;
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
import io.selfheal.schemas.resolve.Resolution;
import io.selfheal.schemas.verdict.FileVerdict;
import io.selfheal.schemas.verdict.Finding;
import io.selfheal.schemas.verdict.Verdict;
import io.selfheal.schemas.vitals.FirewallState;
import io.selfheal.schemas.vitals.HostVitals;
import io.selfheal.schemas.vitals.SourceHeartbeat;
import io.selfheal.schemas.vitals.Trouble;
import io.selfheal.schemas.vitals.Vitals;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Random records of every type, made of hostile texts and edge numbers; the same seed gives the same records. */
final class Arbitrary {
    private static final List<String> HOSTILE = List.of(
            "",
            "root",
            "x from 10.0.0.1 port 22 ssh2",
            "\"",
            "\\",
            "\\\"",
            "\\u0000",
            "\u0000",
            "\u0001\u001f\u007f\u0080",
            "\r\n\t\b\f",
            "\u001b[31;1mred\u001b[0m\u001b]0;title\u0007",
            "\u202eevil\u202c\u200f\u2066",
            "\u2028\u2029",
            "\ufeff",
            "\ufffd",
            "\uffff",
            "😀𝔘🏴‍☠️",
            "ÄÖÜß",
            "日本語",
            "/?q=<script>alert('1')</script>",
            "\"},\"host\":{\"name\":\"other",
            "\",\"selfheal\":{\"schema\":2",
            "${jndi:ldap://198.51.100.1/a}",
            "'; DROP TABLE users; --",
            "`id`$(id)|id",
            "%00%2e%2e%2f",
            "{}",
            "[]",
            "null",
            "</title>&amp;");

    private static final List<String> LONE =
            List.of("\ud800", "\udfff", "a\udc00\ud800b", "\ud83d\\" + "\ude00", "\ud83d\"");

    private final Random random;
    private final boolean lone;

    /** @param lone whether texts may hold lone surrogates, which do not come back as they were */
    Arbitrary(long seed, boolean lone) {
        random = new Random(seed);
        this.lone = lone;
    }

    Random random() {
        return random;
    }

    String text() {
        int kind = random.nextInt(20);
        if (lone && kind < 3) {
            return LONE.get(random.nextInt(LONE.size())) + pick(HOSTILE);
        }
        if (kind < 12) {
            return pick(HOSTILE);
        }
        if (kind == 19 && random.nextInt(40) == 0) {
            return pick(List.of("a", "\u0007", "\"", "ä", "\u65e5")).repeat(64 * 1024);
        }
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(40); i > 0; i--) {
            text.appendCodePoint(codePoint());
        }
        return text.toString();
    }

    private int codePoint() {
        int bound = pick(List.of(0x80, 0x100, 0x3000, 0x11_0000));
        int c = random.nextInt(bound);
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 'x' : c;
    }

    String name() {
        String text = text();
        return text.isEmpty() ? "n" : text;
    }

    <T> @Nullable T maybe(Supplier<T> value) {
        return random.nextInt(3) == 0 ? null : value.get();
    }

    <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    <E extends Enum<E>> E constant(Class<E> type) {
        return type.getEnumConstants()[random.nextInt(type.getEnumConstants().length)];
    }

    <T> List<T> list(Supplier<T> value) {
        List<T> values = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            values.add(value.get());
        }
        return values;
    }

    Instant time() {
        long millis = pick(List.of(0L, -1L, 1_795_299_525_123L, -62_167_219_200_000L, 253_402_300_799_999L));
        return Instant.ofEpochMilli(
                random.nextBoolean() ? millis : random.nextLong(-62_167_219_200_000L, 253_402_300_799_999L));
    }

    long int64() {
        return pick(List.of(0L, 1L, -1L, 9L, 10L, 99_999L, Long.MAX_VALUE, Long.MIN_VALUE, random.nextLong()));
    }

    int int32() {
        return pick(List.of(0, 1, -1, 10, 65_535, Integer.MAX_VALUE, Integer.MIN_VALUE, random.nextInt()));
    }

    Duration duration() {
        return Duration.ofSeconds(random.nextLong(-1_000_000, 1_000_000_000), random.nextInt(1_000_000_000));
    }

    IpAddress address() {
        return switch (random.nextInt(3)) {
            case 0 -> new IpAddress(random.nextLong(), random.nextLong());
            case 1 -> new IpAddress(0x2001_0db8_0000_0000L, random.nextInt(3));
            default -> IpAddress.ofIpv4(random.nextInt());
        };
    }

    Cidr network() {
        IpAddress address = address();
        return Cidr.around(address, random.nextInt(address.isIpv4() ? 33 : 129));
    }

    /** What a deny entry may name: nothing that is nearly everybody. */
    private Cidr deniable() {
        Cidr any = network();
        int widest = any.isIpv4() ? DenyEntry.WIDEST_IPV4 : DenyEntry.WIDEST_IPV6;
        return any.prefix() < widest ? Cidr.around(any.address(), widest) : any;
    }

    Scope scope() {
        return pick(List.of(Scope.FLEET, Scope.group(name()), Scope.host(name())));
    }

    SecurityEvent event() {
        EventAction action = constant(EventAction.class);
        EventOutcome outcome = constant(EventOutcome.class);
        return switch (random.nextInt(6)) {
            case 0 ->
                new Authentication(
                        origin(),
                        action,
                        outcome,
                        text(),
                        maybe(this::text),
                        random.nextBoolean(),
                        maybe(this::text),
                        maybe(this::text));
            case 1 ->
                new HttpRequest(
                        origin(),
                        text(),
                        text(),
                        maybe(this::text),
                        int32(),
                        int64(),
                        maybe(this::text),
                        maybe(this::text),
                        maybe(this::text),
                        maybe(this::text));
            case 2 ->
                new ApplicationError(
                        origin(),
                        action,
                        outcome,
                        maybe(this::text),
                        maybe(this::text),
                        text(),
                        maybe(this::text),
                        maybe(this::text));
            case 3 -> new NetworkFlow(origin(), action, maybe(this::address), port(), text(), maybe(this::text));
            case 4 -> new ServiceState(origin(), action, text(), maybe(this::text));
            default ->
                new Report(
                        origin(),
                        constant(ThreatType.class),
                        constant(ReportedSeverity.class),
                        maybe(this::text),
                        texts());
        };
    }

    private int port() {
        return pick(List.of(0, 1, 22, 65_535));
    }

    Origin origin() {
        return new Origin(
                name(),
                time(),
                name(),
                name(),
                maybe(this::address),
                port(),
                maybe(this::place),
                pick(List.of(1, 2, Integer.MAX_VALUE)),
                maybe(this::text),
                int32(),
                maybe(() -> new LogPosition(text(), int64(), maybe(this::text))),
                maybe(this::text));
    }

    /** A place that says something: one that says nothing comes back as null. */
    private Place place() {
        return switch (random.nextInt(4)) {
            case 0 -> new Place(text(), 0, null);
            case 1 -> new Place(null, 64_500, maybe(this::text));
            case 2 -> new Place(maybe(this::text), 0, null, point());
            default -> new Place(maybe(this::text), int64(), text(), maybe(this::point));
        };
    }

    private GeoPoint point() {
        return new GeoPoint(
                pick(List.of(0.0, -0.0, 90.0, -90.0, 0.00011, random.nextDouble(-90, 90))),
                pick(List.of(0.0, 7.0, 180.0, -180.0, -0.0009, random.nextDouble(-180, 180))));
    }

    private Map<String, String> texts() {
        Map<String, String> texts = new HashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            String key = text();
            texts.put(key.length() > 1000 ? "long" : key, text());
        }
        return texts;
    }

    List<Signal> signals() {
        return list(() -> new Signal(
                text(),
                int32(),
                text(),
                maybe(this::text),
                text(),
                list(() -> new Evidence(text(), time(), text(), text()))));
    }

    Assessment assessment() {
        Subject subject = new Subject(constant(Subject.Kind.class), text());
        return new Assessment(
                text(),
                time(),
                subject,
                random.nextInt(101),
                constant(ThreatLevel.class),
                constant(ThreatClass.class),
                signals(),
                list(this::text),
                list(() -> constant(PlannedAction.class)),
                int64(),
                text(),
                text(),
                maybe(this::text),
                random.nextBoolean(),
                random.nextInt(101),
                subject.kind() == Subject.Kind.SOURCE ? maybe(this::place) : null,
                maybe(() -> new Detection(
                        constant(DetectionMethod.class),
                        random.nextInt(101) / 100.0,
                        maybe(this::address),
                        random.nextInt(65_536))));
    }

    FileVerdict fileVerdict() {
        StringBuilder hash = new StringBuilder();
        while (hash.length() < 64) {
            hash.append(Character.forDigit(random.nextInt(16), 16));
        }
        Finding finding =
                new Finding(text(), constant(Finding.Opinion.class), 0, text(), maybe(this::text), time(), time());
        return new FileVerdict(hash.toString(), time(), finding, text(), Map.of("web-1", time()));
    }

    Verdict verdict() {
        return new Verdict(address(), time(), list(() -> {
            Finding.Opinion opinion = constant(Finding.Opinion.class);
            int points = opinion == Finding.Opinion.MALICIOUS ? random.nextInt(21) : 0;
            return new Finding(text(), opinion, points, text(), maybe(this::text), time(), time());
        }));
    }

    Decision decision() {
        Instant issued = Samples.TIME.plusMillis(random.nextInt());
        Cidr target = network();
        return random.nextBoolean()
                ? new Block(
                        text(),
                        target,
                        scope(),
                        issued,
                        issued.plusMillis(random.nextLong(1, 1L << 40)),
                        int32(),
                        text(),
                        signals(),
                        list(this::text),
                        text(),
                        random.nextInt(1, 100),
                        text(),
                        text(),
                        target.isSingleAddress() ? maybe(this::place) : null,
                        random.nextBoolean())
                : new Lift(
                        text(),
                        target,
                        scope(),
                        issued,
                        constant(Lift.Cause.class),
                        text(),
                        text(),
                        random.nextBoolean());
    }

    Order order() {
        return switch (random.nextInt(3)) {
            case 0 ->
                new BlockOrder(
                        text(),
                        time(),
                        time(),
                        text(),
                        text(),
                        network(),
                        scope(),
                        duration().abs().dividedBy(10).plusSeconds(1));
            case 1 -> new UnblockOrder(text(), time(), time(), text(), text(), network());
            default -> new NodeOrder(text(), time(), time(), text(), text(), text(), act());
        };
    }

    private NodeAct act() {
        String unit = pick(List.of("nginx.service", "a@b\\x2d1.service", "x:y.service"));
        String account = pick(List.of("bob", "_apt", "a.b-c_9"));
        int delay = random.nextInt(1, 61);
        return switch (random.nextInt(12)) {
            case 0 -> new NodeAct.RestartUnit(unit);
            case 1 -> new NodeAct.StartUnit(unit);
            case 2 -> new NodeAct.StopUnit(unit);
            case 3 -> new NodeAct.EndSessions(account);
            case 4 -> new NodeAct.LockAccount(account);
            case 5 -> new NodeAct.UnlockAccount(account);
            case 6 -> new NodeAct.Reboot(delay);
            case 7 -> new NodeAct.ShutDown(delay);
            case 8 -> new NodeAct.CancelShutdown();
            case 9 -> scan(constant(NodeAct.ScanProfile.class));
            case 10 -> new NodeAct.CancelScan(text());
            case 11 -> new NodeAct.Isolate(1 + random.nextInt(1440));
            case 12 -> new NodeAct.Release();
            default -> new NodeAct.CheckFile("/srv/" + pick(List.of("a", "ä b", "'$(id)`", "-x")));
        };
    }

    private NodeAct scan(NodeAct.ScanProfile profile) {
        return new NodeAct.Scan(
                profile,
                profile == NodeAct.ScanProfile.DISCOVERY
                        ? pick(List.of("10.0.0.1", "10.0.0.0/24", "fd00::/120"))
                        : pick(List.of("10.0.0.1", "fd00::1", "db")));
    }

    private Detail detail() {
        return switch (random.nextInt(5)) {
            case 0 ->
                random.nextBoolean()
                        ? new Detail.FileReport(text(), text(), random.nextBoolean(), list(this::text), text())
                                .ofType(text())
                        : Detail.FileReport.hashOnly(text(), text());
            case 1 ->
                new Detail.BackupReport(
                        text(), random.nextLong(Long.MAX_VALUE), count(), list(this::text), list(this::text));
            case 2 -> new Detail.UpdateReport(count(), list(this::text), list(this::text), count());
            case 3 -> new Detail.HostsReport(text(), list(() -> new Detail.Host(text(), text(), text())), count());
            default -> scanReport();
        };
    }

    private int count() {
        return random.nextInt(Integer.MAX_VALUE);
    }

    private Detail scanReport() {
        return new Detail.ScanReport(
                text(),
                random.nextBoolean(),
                list(() -> new Detail.Port(
                        random.nextInt(65_536), text(), text(), text(), text(), text(), list(this::text))),
                list(() -> new Detail.Finding(
                        random.nextInt(65_536), text(), text(), text(), list(this::text), maybe(this::text))),
                int32());
    }

    Outcome outcome() {
        return new Outcome(
                text(),
                time(),
                text(),
                constant(Outcome.ActionKind.class),
                text(),
                constant(Outcome.Status.class),
                text(),
                maybe(this::text),
                maybe(this::time),
                maybe(this::duration),
                maybe(this::detail));
    }

    Vitals vitals() {
        Map<Outcome.ActionKind, Mode> modes = new EnumMap<>(Outcome.ActionKind.class);
        list(() -> modes.put(constant(Outcome.ActionKind.class), constant(Mode.class)));
        return new Vitals(
                time(),
                text(),
                text(),
                text(),
                time(),
                list(this::heartbeat),
                maybe(() -> new FirewallState(text(), int32(), int32(), int64(), int64())),
                modes,
                maybe(this::host),
                list(() -> new Trouble(text(), text())));
    }

    private SourceHeartbeat heartbeat() {
        return new SourceHeartbeat(
                text(),
                text(),
                int64(),
                int64(),
                int64(),
                int64(),
                maybe(this::time),
                maybe(this::time),
                int64(),
                int64(),
                int64(),
                int64(),
                int64());
    }

    private HostVitals host() {
        return new HostVitals(
                int64(),
                int32(),
                random.nextDouble(),
                new HostVitals.Load(random.nextDouble(), random.nextDouble(), random.nextDouble()),
                new HostVitals.Memory(int64(), int64(), int64(), int64()),
                Map.of("io", new HostVitals.Pressure(random.nextDouble(), random.nextDouble(), random.nextDouble())),
                list(() -> new HostVitals.Disk(
                        text(), text(), text(), int64(), int64(), int64(), int64(), maybe(random::nextDouble))),
                list(() -> new HostVitals.NetworkInterface(
                        text(), random.nextDouble(), random.nextDouble(), 0.5, 1.5, int64(), int64())),
                list(() -> new HostVitals.Temperature(text(), random.nextDouble())),
                Map.of("listen", int32()),
                list(() -> new HostVitals.BusyProcess(int32(), text(), random.nextDouble(), int64())));
    }

    Alert alert() {
        return new Alert(
                text(),
                time(),
                constant(Alert.Severity.class),
                text(),
                text(),
                text(),
                text(),
                text(),
                text(),
                maybe(this::text),
                int32(),
                signals(),
                texts(),
                text());
    }

    Resolution resolution() {
        return new Resolution(
                name(),
                time(),
                address(),
                constant(Resolution.Answer.class),
                brief(),
                random.nextBoolean() ? "" : brief(),
                random.nextBoolean() ? "" : brief());
    }

    private String brief() {
        String name = name();
        return name.length() > 100 ? "brief" : name;
    }

    Policy policy() {
        return switch (random.nextInt(5)) {
            case 0 -> new AllowEntry(deniable(), text(), text(), maybe(this::time));
            case 1 ->
                new ScoringPolicy(
                        text(),
                        Map.of(constant(ThreatType.class), random.nextInt(101)),
                        Duration.ofHours(24),
                        random.nextDouble(),
                        1 + 9 * random.nextDouble(),
                        random.nextInt(2, 1000),
                        Duration.ofMillis(1),
                        random.nextInt(101),
                        random.nextInt(16),
                        random.nextInt(21),
                        new OffHours(
                                1 + random.nextDouble(),
                                LocalTime.ofSecondOfDay(random.nextInt(86_400)),
                                LocalTime.ofSecondOfDay(random.nextInt(86_400)),
                                random.nextBoolean(),
                                pick(List.of(ZoneOffset.UTC, ZoneId.of("Europe/Berlin")))));
            case 3 -> new DenyEntry(deniable(), brief(), text(), maybe(this::time));
            case 2 ->
                new ScanPolicy(
                        text(),
                        random.nextBoolean(),
                        random.nextBoolean(),
                        random.nextBoolean(),
                        Duration.ofMinutes(random.nextInt(5, 10_080)),
                        random.nextBoolean() ? ScanPolicy.PRIVATE : list(this::deniable));
            default ->
                new BlockingPolicy(
                        text(),
                        constant(BlockingMode.class),
                        random.nextBoolean(),
                        random.nextInt(1, 101),
                        random.nextInt(1, 101),
                        Duration.ofMinutes(1).plusNanos(random.nextInt(1_000_000)),
                        Duration.ofDays(7),
                        duration().abs(),
                        new BlastCap(random.nextInt(1, 10_000), random.nextInt(1, 101)),
                        new NetworkBlocks(
                                random.nextBoolean(),
                                random.nextInt(2, 257),
                                random.nextInt(2, 257),
                                Duration.ofMinutes(random.nextInt(1, 10_000)),
                                random.nextInt(16, 33),
                                random.nextInt(32, 129)),
                        new LoginProtection(
                                Duration.ofMinutes(random.nextInt(10_000)),
                                random.nextInt(1, 102),
                                random.nextInt(1, 1000)));
        };
    }
}
