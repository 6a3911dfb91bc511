package io.selfheal.schemas.codec;

import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.assess.Assessment;
import io.selfheal.schemas.assess.Detection;
import io.selfheal.schemas.assess.Evidence;
import io.selfheal.schemas.assess.PlannedAction;
import io.selfheal.schemas.assess.Signal;
import io.selfheal.schemas.assess.Subject;
import io.selfheal.schemas.assess.ThreatClass;
import io.selfheal.schemas.assess.ThreatLevel;
import io.selfheal.schemas.decide.Block;
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
import io.selfheal.schemas.event.ServiceState;
import io.selfheal.schemas.event.ThreatType;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.net.IpAddress;
import io.selfheal.schemas.order.BlockOrder;
import io.selfheal.schemas.order.NodeAct;
import io.selfheal.schemas.order.NodeOrder;
import io.selfheal.schemas.order.UnblockOrder;
import io.selfheal.schemas.outcome.Detail;
import io.selfheal.schemas.outcome.Mode;
import io.selfheal.schemas.outcome.Outcome;
import io.selfheal.schemas.policy.AllowEntry;
import io.selfheal.schemas.policy.BlastCap;
import io.selfheal.schemas.policy.BlockingMode;
import io.selfheal.schemas.policy.BlockingPolicy;
import io.selfheal.schemas.policy.DenyEntry;
import io.selfheal.schemas.policy.OffHours;
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
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One value for each type and variant, with and without its optional fields; the golden files are their bytes. */
final class Samples {
    /** @param name of the golden file, and before its first dot the name of the JSON Schema */
    record Sample<T>(String name, Codec<T> codec, T value) {
        byte[] encoded() {
            return codec.encode(value);
        }

        Object decoded(byte[] bytes) throws DecodeException {
            return codec.decode(bytes);
        }

        String schema() {
            return name.substring(0, name.indexOf('.'));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static final Instant TIME = Instant.parse("2026-11-21T22:18:45.123Z");
    static final IpAddress ATTACKER = IpAddress.parse("203.0.113.7");

    private Samples() {}

    static List<Sample<?>> all() {
        return List.of(
                new Sample<>("security-event.authentication", Codecs.SECURITY_EVENT, failedLogin()),
                new Sample<>("security-event.authentication-located", Codecs.SECURITY_EVENT, locatedLogin()),
                new Sample<>("security-event.authentication-least", Codecs.SECURITY_EVENT, leastLogin()),
                new Sample<>("security-event.http-request", Codecs.SECURITY_EVENT, request()),
                new Sample<>("security-event.http-request-least", Codecs.SECURITY_EVENT, leastRequest()),
                new Sample<>("security-event.application-error", Codecs.SECURITY_EVENT, applicationError()),
                new Sample<>("security-event.network-flow", Codecs.SECURITY_EVENT, flow()),
                new Sample<>("security-event.service-state", Codecs.SECURITY_EVENT, serviceState()),
                new Sample<>("security-event.report", Codecs.SECURITY_EVENT, report()),
                new Sample<>("assessment.source", Codecs.ASSESSMENT, assessment()),
                new Sample<>("assessment.source-located", Codecs.ASSESSMENT, locatedAssessment()),
                new Sample<>("assessment.source-detected", Codecs.ASSESSMENT, detectedAssessment()),
                new Sample<>("assessment.user-allowlisted", Codecs.ASSESSMENT, allowlisted()),
                new Sample<>("verdict.two-providers", Codecs.VERDICT, verdict()),
                new Sample<>("file-verdict.malicious", Codecs.FILE_VERDICT, fileVerdict()),
                new Sample<>("file-verdict.least", Codecs.FILE_VERDICT, leastFileVerdict()),
                new Sample<>("verdict.none", Codecs.VERDICT, new Verdict(ATTACKER, TIME, List.of())),
                new Sample<>("decision.block", Codecs.DECISION, block()),
                new Sample<>("decision.block-network", Codecs.DECISION, networkBlock()),
                new Sample<>("decision.block-located", Codecs.DECISION, located(block(), false)),
                new Sample<>("decision.would-block", Codecs.DECISION, located(block(), true)),
                new Sample<>("decision.lift", Codecs.DECISION, lift()),
                new Sample<>("decision.lift-simulated", Codecs.DECISION, simulatedLift()),
                new Sample<>("order.block", Codecs.ORDER, blockOrder()),
                new Sample<>("order.unblock", Codecs.ORDER, unblockOrder()),
                new Sample<>("order.restart-unit", Codecs.ORDER, nodeOrder(new NodeAct.RestartUnit("nginx.service"))),
                new Sample<>("order.start-unit", Codecs.ORDER, nodeOrder(new NodeAct.StartUnit("php8.2-fpm.service"))),
                new Sample<>("order.stop-unit", Codecs.ORDER, nodeOrder(new NodeAct.StopUnit("app@1.service"))),
                new Sample<>("order.end-sessions", Codecs.ORDER, nodeOrder(new NodeAct.EndSessions("bob"))),
                new Sample<>("order.lock-account", Codecs.ORDER, nodeOrder(new NodeAct.LockAccount("bob"))),
                new Sample<>("order.unlock-account", Codecs.ORDER, nodeOrder(new NodeAct.UnlockAccount("bob"))),
                new Sample<>("order.reboot", Codecs.ORDER, nodeOrder(new NodeAct.Reboot(1))),
                new Sample<>("order.shut-down", Codecs.ORDER, nodeOrder(new NodeAct.ShutDown(60))),
                new Sample<>("order.cancel-shutdown", Codecs.ORDER, nodeOrder(new NodeAct.CancelShutdown())),
                new Sample<>("order.scan", Codecs.ORDER, nodeOrder(scanAct())),
                new Sample<>(
                        "order.scan-discovery",
                        Codecs.ORDER,
                        nodeOrder(new NodeAct.Scan(NodeAct.ScanProfile.DISCOVERY, "10.0.0.0/24"))),
                new Sample<>(
                        "order.scan-default",
                        Codecs.ORDER,
                        nodeOrder(new NodeAct.Scan(NodeAct.ScanProfile.DEFAULT, "db.example.org"))),
                new Sample<>(
                        "order.scan-thorough",
                        Codecs.ORDER,
                        nodeOrder(new NodeAct.Scan(NodeAct.ScanProfile.THOROUGH, "10.0.0.5"))),
                new Sample<>(
                        "order.scan-stealth",
                        Codecs.ORDER,
                        nodeOrder(new NodeAct.Scan(NodeAct.ScanProfile.STEALTH, "10.0.0.5"))),
                new Sample<>("order.cancel-scan", Codecs.ORDER, nodeOrder(new NodeAct.CancelScan("o-3"))),
                new Sample<>("order.check-file", Codecs.ORDER, nodeOrder(new NodeAct.CheckFile("/srv/www/x y.php"))),
                new Sample<>("outcome.applied", Codecs.OUTCOME, applied()),
                new Sample<>("outcome.refused", Codecs.OUTCOME, refused()),
                new Sample<>("outcome.restart-guest", Codecs.OUTCOME, guestRestarted()),
                new Sample<>("outcome.waiting", Codecs.OUTCOME, waiting()),
                new Sample<>(
                        "outcome.accepted",
                        Codecs.OUTCOME,
                        ofScan(Outcome.Status.ACCEPTED, "about 12 s, 60 s at most", null)),
                new Sample<>(
                        "outcome.skipped-cooldown",
                        Codecs.OUTCOME,
                        ofScan(Outcome.Status.SKIPPED_COOLDOWN, "200 s left", TIME.plusSeconds(200))),
                new Sample<>("outcome.scan", Codecs.OUTCOME, scanned()),
                new Sample<>("outcome.scan-discovery", Codecs.OUTCOME, discovered()),
                new Sample<>("order.isolate", Codecs.ORDER, nodeOrder(new NodeAct.Isolate(60))),
                new Sample<>("order.release", Codecs.ORDER, nodeOrder(new NodeAct.Release())),
                new Sample<>("outcome.check-file", Codecs.OUTCOME, checked()),
                new Sample<>("outcome.check-file-typed", Codecs.OUTCOME, typed()),
                new Sample<>("outcome.check-file-hash-only", Codecs.OUTCOME, hashed()),
                new Sample<>("outcome.back-up", Codecs.OUTCOME, backedUp()),
                new Sample<>("outcome.check-updates", Codecs.OUTCOME, lookedForUpdates()),
                new Sample<>("vitals.collector", Codecs.VITALS, collectorVitals()),
                new Sample<>("vitals.collector-undecodable", Codecs.VITALS, vitalsWithUndecodable()),
                new Sample<>("vitals.collector-troubles", Codecs.VITALS, vitalsWithTroubles()),
                new Sample<>("vitals.responder", Codecs.VITALS, responderVitals()),
                new Sample<>("vitals.host", Codecs.VITALS, vitalsWithHost()),
                new Sample<>("alert.blocked", Codecs.ALERT, alert()),
                new Sample<>("alert.least", Codecs.ALERT, leastAlert()),
                new Sample<>("resolution.confirmed", Codecs.RESOLUTION, resolution()),
                new Sample<>(
                        "resolution.least",
                        Codecs.RESOLUTION,
                        new Resolution("r-2", TIME, ATTACKER, Resolution.Answer.FALSE_POSITIVE, "ann", "", "")),
                new Sample<>("policy.allow", Codecs.POLICY, allowEntry()),
                new Sample<>(
                        "policy.allow-for-ever",
                        Codecs.POLICY,
                        new AllowEntry(Cidr.parse("2001:db8::/32"), "the office", "root", null)),
                new Sample<>("policy.scoring", Codecs.POLICY, ScoringPolicy.DEFAULT),
                new Sample<>("policy.blocking", Codecs.POLICY, BlockingPolicy.DEFAULT),
                new Sample<>(
                        "policy.blocking-simulate", Codecs.POLICY, BlockingPolicy.DEFAULT.in(BlockingMode.SIMULATE)),
                new Sample<>("policy.blocking-percent", Codecs.POLICY, blocking(new BlastCap(300, 20))),
                new Sample<>(
                        "policy.deny",
                        Codecs.POLICY,
                        new DenyEntry(Cidr.parse("198.51.100.0/24"), "abuse feed", "root", TIME)),
                new Sample<>("policy.scoring-off-hours", Codecs.POLICY, offHours()),
                new Sample<>("policy.scanning", Codecs.POLICY, scanning(false, ScanPolicy.REST, ScanPolicy.PRIVATE)),
                new Sample<>(
                        "policy.scanning-automatic",
                        Codecs.POLICY,
                        scanning(true, Duration.ofDays(1), List.of(Cidr.parse("198.51.100.0/24")))));
    }

    private static BlockingPolicy blocking(BlastCap cap) {
        BlockingPolicy d = BlockingPolicy.DEFAULT;
        return new BlockingPolicy(
                d.version(),
                d.autoBlock(),
                d.blockScore(),
                d.autoActionMinScore(),
                d.firstBlock(),
                d.longestBlock(),
                d.forgetOffencesAfter(),
                cap);
    }

    private static ScanPolicy scanning(boolean automatic, Duration rest, List<Cidr> ownNetworks) {
        return new ScanPolicy("2", true, false, automatic, rest, ownNetworks);
    }

    static Origin origin(String dataset) {
        return new Origin(
                "5f0c8a3e9d2b4716",
                TIME,
                "web-1",
                dataset,
                ATTACKER,
                50_122,
                new Place("DE", 64_500, "Example Net"),
                5,
                "sshd-session",
                4711,
                new LogPosition("/var/log/auth.log", 1_048_576),
                "Nov 21 22:18:45 web-1 sshd-session[4711]: Failed password for \"x\\\u001b[31mä\u202e😀");
    }

    static Origin leastOrigin(String dataset) {
        return new Origin("5f0c8a3e9d2b4716", TIME, "web-1", dataset, null, 0, null, 1, null, 0, null, null);
    }

    /** With a point on the map, which events have since databases of addresses are read. */
    static Authentication locatedLogin() {
        Place place = new Place("DE", 64_500, "Example Net", new GeoPoint(52.52, -13.405));
        return new Authentication(
                new Origin("5f0c8a3e9d2b4717", TIME, "web-1", "sshd", ATTACKER, 0, place, 1, null, 0, null, null),
                EventAction.LOGIN,
                EventOutcome.SUCCESS,
                "ssh",
                "root",
                false,
                "publickey",
                null);
    }

    static Authentication failedLogin() {
        return new Authentication(
                origin("sshd"),
                EventAction.LOGIN,
                EventOutcome.FAILURE,
                "ssh",
                "x from 10.0.0.1 port 22 ssh2",
                true,
                "password",
                "Failed password");
    }

    static Authentication leastLogin() {
        return new Authentication(
                leastOrigin("sudo"), EventAction.SUDO, EventOutcome.SUCCESS, "sudo", null, false, null, null);
    }

    static HttpRequest request() {
        return new HttpRequest(
                origin("nginx-access"),
                "GET",
                "/?q=<script>alert('1')</script>\u0000\n",
                "1.1",
                404,
                153,
                "https://example.org/\"",
                "Mozilla/5.0 (X11; Linux x86_64)",
                "shop.example.org",
                "ann");
    }

    static HttpRequest leastRequest() {
        return new HttpRequest(leastOrigin("apache-access"), "-", "", null, 0, -1, null, null, null, null);
    }

    static ApplicationError applicationError() {
        return new ApplicationError(
                origin("apache-error"),
                EventAction.HTTP_ERROR,
                EventOutcome.FAILURE,
                "error",
                "auth_basic",
                "user bob: authentication failure",
                "/admin",
                "bob");
    }

    static NetworkFlow flow() {
        return new NetworkFlow(
                origin("ufw"), EventAction.FIREWALL_DROP, IpAddress.parse("2001:db8::1"), 22, "tcp", "[UFW BLOCK]");
    }

    static ServiceState serviceState() {
        return new ServiceState(leastOrigin("systemd"), EventAction.SERVICE_FAILED, "nginx.service", "exit-code");
    }

    static Report report() {
        return new Report(
                origin("http-intake"),
                ThreatType.MALWARE_DETECTED,
                ReportedSeverity.CRITICAL,
                "ann",
                Map.of("file", "/tmp/eicar", "engine", "clamav", "a.b", "dots stay"));
    }

    static List<Signal> signals() {
        return List.of(
                new Signal(
                        "ssh-brute-force",
                        62,
                        "5 failed logins within one hour.",
                        "T1110.001",
                        "3",
                        List.of(
                                new Evidence("5f0c8a3e9d2b4715", TIME.minusSeconds(60), "web-1", "root"),
                                new Evidence("5f0c8a3e9d2b4716", TIME, "web-1", "admin"))),
                new Signal("frequency", 30, "Seen 9 times in 24 hours.", null, "default", List.of()));
    }

    static Assessment assessment() {
        return new Assessment(
                "a-1",
                TIME,
                new Subject(Subject.Kind.SOURCE, "203.0.113.7"),
                92,
                ThreatLevel.CRITICAL,
                ThreatClass.BRUTE_FORCE,
                signals(),
                List.of("ssh-brute-force"),
                List.of(PlannedAction.LOG, PlannedAction.BLOCK, PlannedAction.VULNERABILITY_SCAN),
                9,
                "5f0c8a3e9d2b4716",
                "web-1",
                "admin",
                false,
                92);
    }

    static Assessment allowlisted() {
        return new Assessment(
                "a-2",
                TIME,
                new Subject(Subject.Kind.USER, "ann"),
                0,
                ThreatLevel.LOW,
                ThreatClass.OTHER,
                List.of(),
                List.of(),
                List.of(),
                1,
                "5f0c8a3e9d2b4716",
                "web-1",
                null,
                true,
                61);
    }

    static FileVerdict fileVerdict() {
        return new FileVerdict(
                "ab".repeat(32),
                TIME,
                new Finding(
                        "virustotal",
                        Finding.Opinion.MALICIOUS,
                        0,
                        "63 of 70 engines call it malicious",
                        "https://www.virustotal.com/gui/file/" + "ab".repeat(32),
                        TIME,
                        TIME.plus(Duration.ofHours(24))),
                "trojan.mirai/linux",
                Map.of("web-1", TIME));
    }

    static FileVerdict leastFileVerdict() {
        Finding unknown = new Finding("virustotal", Finding.Opinion.UNKNOWN, 0, "not known", null, TIME, TIME);
        return new FileVerdict("cd".repeat(32), TIME, unknown, "", Map.of());
    }

    static Verdict verdict() {
        return new Verdict(
                ATTACKER,
                TIME,
                List.of(
                        new Finding(
                                "virustotal",
                                Finding.Opinion.MALICIOUS,
                                20,
                                "7 of 94 engines call it malicious",
                                "https://www.virustotal.com/gui/ip-address/203.0.113.7",
                                TIME,
                                TIME.plusSeconds(86_400)),
                        new Finding(
                                "zscaler", Finding.Opinion.ERROR, 0, "no answer", null, TIME, TIME.plusSeconds(600))));
    }

    static Block block() {
        return new Block(
                "d-1",
                Cidr.of(ATTACKER),
                Scope.FLEET,
                TIME,
                TIME.plus(Duration.ofHours(4)),
                92,
                "SSH brute force: 5 failed logins within one hour.",
                signals(),
                List.of("ssh-brute-force"),
                "default",
                1,
                "policy",
                "a-1");
    }

    private static Block located(Block b, boolean simulated) {
        return new Block(
                b.id(),
                b.target(),
                b.scope(),
                b.issued(),
                b.expires(),
                b.score(),
                b.reason(),
                b.signals(),
                b.scenarios(),
                b.policy(),
                b.offence(),
                b.decidedBy(),
                b.assessmentId(),
                new Place("DE", 64_500, "Example Net", new GeoPoint(52.52, -13.405)),
                simulated);
    }

    private static Lift simulatedLift() {
        Lift l = lift();
        return new Lift(
                l.id(), l.target(), l.scope(), l.issued(), Lift.Cause.EXPIRED, "policy", "its time is over", true);
    }

    private static Assessment locatedAssessment() {
        return assessment().at(new Place("DE", 64_500, "Example Net"));
    }

    static Assessment detectedAssessment() {
        return locatedAssessment().with(Detection.of(signals()).aimedAt(IpAddress.parse("198.51.100.20"), 5432));
    }

    private static ScoringPolicy offHours() {
        ScoringPolicy d = ScoringPolicy.DEFAULT;
        return new ScoringPolicy(
                "3",
                d.baseScores(),
                d.window(),
                d.frequencyStep(),
                d.frequencyCap(),
                d.failedLoginThreshold(),
                d.bruteForceWindow(),
                d.patternBonus(),
                d.modelCap(),
                d.providerCap(),
                new OffHours(1.5, LocalTime.of(20, 0), LocalTime.of(6, 30), true, ZoneId.of("Europe/Berlin")));
    }

    private static Resolution resolution() {
        return new Resolution("r-1", TIME, ATTACKER, Resolution.Answer.CONFIRMED, "ann", "known scanner", "al-1");
    }

    static Block networkBlock() {
        return new Block(
                "d-2",
                Cidr.parse("2001:db8:1::/48"),
                Scope.group("web"),
                TIME,
                TIME.plus(Duration.ofDays(7)),
                100,
                "asked for",
                List.of(),
                List.of(),
                "default",
                7,
                "order o-1 by ann",
                "");
    }

    static Lift lift() {
        return new Lift(
                "d-3",
                Cidr.of(ATTACKER),
                Scope.host("web-1"),
                TIME,
                Lift.Cause.ORDERED,
                "order o-2 by ann",
                "a colleague");
    }

    static BlockOrder blockOrder() {
        return new BlockOrder(
                "o-1",
                TIME,
                TIME.plusSeconds(300),
                "ann",
                "asked for",
                Cidr.parse("2001:db8:1::/48"),
                Scope.group("web"),
                Duration.ofDays(7));
    }

    static UnblockOrder unblockOrder() {
        return new UnblockOrder("o-2", TIME, TIME.plusSeconds(300), "ann", "a colleague", Cidr.of(ATTACKER));
    }

    static NodeOrder nodeOrder(NodeAct act) {
        return new NodeOrder("o-3", TIME, TIME.plusSeconds(300), "ann", "hangs", "web-1", act);
    }

    static NodeAct scanAct() {
        return new NodeAct.Scan(NodeAct.ScanProfile.VULNERABILITY, "10.0.0.5");
    }

    static Outcome applied() {
        return new Outcome(
                "u-1",
                TIME,
                "web-1",
                Outcome.ActionKind.BLOCK,
                "203.0.113.7",
                Outcome.Status.APPLIED,
                "",
                "d-1",
                TIME.plus(Duration.ofHours(4)),
                Duration.ofNanos(12_345_678));
    }

    static Outcome refused() {
        return new Outcome(
                "u-2",
                TIME,
                "web-1",
                Outcome.ActionKind.RESTART_UNIT,
                "sshd.service",
                Outcome.Status.REFUSED,
                "not in the list of units",
                null,
                null,
                null);
    }

    static Outcome guestRestarted() {
        return new Outcome(
                "u-5",
                TIME,
                "pve1",
                Outcome.ActionKind.RESTART_GUEST,
                "guest/101",
                Outcome.Status.FAILED,
                "start: start failed: QEMU exited with code 1",
                null,
                null,
                null);
    }

    static Outcome waiting() {
        return new Outcome(
                "u-3",
                TIME,
                "web-1",
                Outcome.ActionKind.REBOOT,
                "host",
                Outcome.Status.WAITING,
                "selfheal approve o-3",
                "o-3",
                TIME.plusSeconds(300),
                null);
    }

    static Outcome ofScan(Outcome.Status status, String reason, @Nullable Instant until) {
        return new Outcome(
                "u-4", TIME, "web-1", Outcome.ActionKind.SCAN, "10.0.0.5", status, reason, "o-3", until, null);
    }

    static Outcome scanned() {
        Detail.Port port = new Detail.Port(
                80, "tcp", "open", "http", "nginx", "1.22.1", List.of("cpe:/a:igor_sysoev:nginx:1.22.1"));
        Detail.Finding finding = new Detail.Finding(
                80,
                "http-slowloris-check",
                "Slowloris DOS attack",
                "LIKELY VULNERABLE",
                List.of("CVE-2007-6750"),
                "5.0");
        Detail.Port bare = new Detail.Port(161, "udp", "open|filtered", "", "", "", List.of());
        Detail.Finding ofHost = new Detail.Finding(0, "x", "something", "", List.of(), null);
        return detailed(
                Outcome.ActionKind.SCAN,
                "10.0.0.5",
                new Detail.ScanReport("10.0.0.5", true, List.of(port, bare), List.of(finding, ofHost), 3));
    }

    static Outcome discovered() {
        Detail.Host known = new Detail.Host("10.0.0.5", "52:54:00:12:34:56", "QEMU virtual NIC");
        Detail.Host bare = new Detail.Host("10.0.0.9", "", "");
        return detailed(
                Outcome.ActionKind.SCAN, "10.0.0.0/24", new Detail.HostsReport("10.0.0.0/24", List.of(known, bare), 0));
    }

    static Outcome checked() {
        return detailed(
                Outcome.ActionKind.CHECK_FILE,
                "/srv/www/x y.php",
                new Detail.FileReport(
                        "/srv/www/x y.php", "ClamAV 1.0.7", true, List.of("Eicar-Signature"), "ab".repeat(32)));
    }

    static Outcome typed() {
        return detailed(
                Outcome.ActionKind.CHECK_FILE,
                "/srv/www/x y.php",
                Detail.FileReport.hashOnly("/srv/www/x y.php", "ab".repeat(32)).ofType("text/x-php"));
    }

    static Outcome hashed() {
        return detailed(
                Outcome.ActionKind.CHECK_FILE,
                "/srv/www/x y.php",
                Detail.FileReport.hashOnly("/srv/www/x y.php", "ab".repeat(32)));
    }

    static Outcome backedUp() {
        return detailed(
                Outcome.ActionKind.BACK_UP,
                "etc",
                new Detail.BackupReport(
                        "/var/backups/selfheal/etc-20261121T221845Z.tar.gz",
                        5_000_000_000L,
                        1_200,
                        List.of("/etc/mtab leads elsewhere and was left out"),
                        List.of("etc-20261114T221845Z.tar.gz")));
    }

    static Outcome lookedForUpdates() {
        return detailed(
                Outcome.ActionKind.CHECK_UPDATES,
                "packages",
                new Detail.UpdateReport(1, List.of("openssl 3.0.17-1 security"), List.of("the list is 9 days old"), 3));
    }

    private static Outcome detailed(Outcome.ActionKind action, String target, Detail detail) {
        return new Outcome(
                "u-4",
                TIME,
                "web-1",
                action,
                target,
                Outcome.Status.APPLIED,
                "",
                "o-3",
                null,
                Duration.ofSeconds(12),
                detail);
    }

    static Vitals collectorVitals() {
        return new Vitals(
                TIME,
                "web-1",
                "collector",
                "0.1.0",
                TIME.minusSeconds(3600),
                List.of(
                        new SourceHeartbeat("/var/log/auth.log", "reading", 0, 100, 90, 10, TIME),
                        new SourceHeartbeat("journal", "denied", -1, 0, 0, 0, null)),
                null,
                Map.of());
    }

    static Vitals vitalsWithUndecodable() {
        return new Vitals(
                TIME,
                "web-1",
                "collector",
                "0.1.0",
                TIME.minusSeconds(3600),
                List.of(new SourceHeartbeat("/var/log/auth.log", "reading", 0, 100, 90, 10, TIME, null, 0, 0, 0, 0, 3)),
                null,
                Map.of());
    }

    static Vitals vitalsWithTroubles() {
        return with(
                collectorVitals(),
                null,
                List.of(
                        new Trouble("plugin/geo", "plugin geo (source) is off after 3 failures"),
                        new Trouble("/etc/selfheal/parsers.d/own.yaml", "own.yaml:3:5: 'kind' is no field")));
    }

    private static Vitals with(Vitals plain, @Nullable HostVitals host, List<Trouble> troubles) {
        return new Vitals(
                plain.time(),
                plain.host(),
                plain.agent(),
                plain.version(),
                plain.started(),
                plain.sources(),
                plain.firewall(),
                plain.modes(),
                host,
                troubles);
    }

    static Vitals responderVitals() {
        return new Vitals(
                TIME,
                "web-1",
                "responder",
                "0.1.0",
                TIME.minusSeconds(3600),
                List.of(),
                new FirewallState("nftables", 12, 12, 1, -1),
                Map.of(Outcome.ActionKind.BLOCK, Mode.ACT, Outcome.ActionKind.RESTART_UNIT, Mode.SIMULATE));
    }

    static Vitals vitalsWithHost() {
        HostVitals host = new HostVitals(
                86_400,
                4,
                12.5,
                new HostVitals.Load(0.5, 0.25, 1.75),
                new HostVitals.Memory(8_000_000_000L, 6_000_000_000L, 1_000_000_000L, 900_000_000L),
                Map.of("cpu", new HostVitals.Pressure(1.5, 0.75, 0.0), "io", new HostVitals.Pressure(10.5, 5.25, 9.5)),
                List.of(
                        new HostVitals.Disk(
                                "/", "/dev/vda1", "ext4", 50_000_000_000L, 4_000_000_000L, 3_200_000, 3_000_000, 17.5),
                        new HostVitals.Disk("/boot/efi", "/dev/vda15", "vfat", 100_000_000, 90_000_000, 0, 0, null)),
                List.of(new HostVitals.NetworkInterface("eth0", 1500.5, 250.0, 12.0, 3.0, 0, 7)),
                List.of(new HostVitals.Temperature("coretemp Package id 0", 47.5)),
                Map.of("established", 12, "time_wait", 3),
                List.of(new HostVitals.BusyProcess(4711, "java", 85.5, 400_000_000)));
        return with(responderVitals(), host, List.of());
    }

    static Alert alert() {
        return new Alert(
                "al-1",
                TIME,
                Alert.Severity.HIGH,
                "blocked",
                "ssh-brute-force/203.0.113.7",
                "An address was blocked",
                "203.0.113.7 is blocked for 4 h.",
                "203.0.113.7",
                "web-1",
                "admin",
                92,
                signals(),
                Map.of("country", "DE", "as", "Example Net"),
                "analyzer-service");
    }

    static Alert leastAlert() {
        return new Alert(
                "al-2",
                TIME,
                Alert.Severity.INFO,
                "provider-down",
                "provider-down/zscaler",
                "A provider is down",
                "zscaler does not answer.",
                "zscaler",
                "",
                null,
                0,
                List.of(),
                Map.of(),
                "enrichment-service");
    }

    static AllowEntry allowEntry() {
        return new AllowEntry(Cidr.parse("192.0.2.0/24"), "the <office>", "ann", TIME.plus(Duration.ofDays(30)));
    }
}
