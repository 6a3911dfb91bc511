package io.selfheal.responder.scan;

import io.selfheal.agent.log.Log;
import io.selfheal.responder.config.ScanSettings;
import io.selfheal.responder.order.Performer;
import io.selfheal.responder.program.ExternalProgram;
import io.selfheal.responder.program.ExternalProgram.Input;
import io.selfheal.responder.program.ExternalProgram.Stop;
import io.selfheal.responder.scan.NmapReport.Reading;
import io.selfheal.responder.state.CoolDowns;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.order.NodeAct;
import io.selfheal.schemas.order.NodeAct.ScanProfile;
import io.selfheal.schemas.outcome.Detail;
import io.selfheal.schemas.outcome.Detail.HostsReport;
import io.selfheal.schemas.outcome.Detail.ScanReport;
import io.selfheal.schemas.outcome.Outcome.Status;
import io.selfheal.schemas.text.Excerpt;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Scans hosts of own networks with nmap: a few at once, each target left alone for a while after each scan, ended
 * when its time is up or somebody says so. nmap is given an address or a small network, never a name, and only fixed
 * arguments.
 */
public final class Scans implements Performer {
    private static final Log LOG = Log.of(Scans.class);

    private final ScanSettings settings;
    private final OwnNetworks networks;
    private final CoolDowns coolDowns;
    private final InstantSource clock;
    private final Path ownStatus;
    private final ScanTimes times = new ScanTimes();
    private final Semaphore places;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    private record Known(String what, Stop stop) {}

    public Scans(ScanSettings settings, CoolDowns coolDowns, InstantSource clock) {
        this(
                settings,
                new OwnNetworks(settings.networks(), InetAddress::getAllByName),
                coolDowns,
                clock,
                RawSockets.STATUS);
    }

    Scans(ScanSettings settings, OwnNetworks networks, CoolDowns coolDowns, InstantSource clock, Path ownStatus) {
        this.settings = settings;
        this.networks = networks;
        this.coolDowns = coolDowns;
        this.clock = clock;
        this.ownStatus = ownStatus;
        this.places = new Semaphore(settings.atOnce(), true);
    }

    @Override
    public Optional<String> objection(NodeAct act) {
        return switch (act) {
            case NodeAct.Scan scan ->
                Files.isExecutable(Path.of(settings.nmap().getFirst()))
                        ? objection(scan)
                        : Optional.of("nmap is not installed here (scan.nmap)");
            case NodeAct.CancelScan cancel -> Optional.empty();
            default -> throw new IllegalArgumentException("no order about a scan: " + act);
        };
    }

    private Optional<String> objection(NodeAct.Scan scan) {
        if (scan.profile() == ScanProfile.STEALTH && !settings.stealth()) {
            return Optional.of("this node makes no stealth scans (scan.stealth)");
        }
        if (scan.profile() == ScanProfile.STEALTH && !RawSockets.allowed(ownStatus)) {
            return Optional.of("a stealth scan needs raw sockets, and the responder has no CAP_NET_RAW");
        }
        return scan.profile() == ScanProfile.DISCOVERY
                ? networks.objection(Cidr.parse(scan.network()))
                : networks.objection(scan.network());
    }

    @Override
    public Optional<String> estimate(NodeAct act) {
        return act instanceof NodeAct.Scan scan ? Optional.of(estimate(scan.profile())) : Optional.empty();
    }

    private String estimate(ScanProfile profile) {
        long most = ScanPlan.of(profile, settings).limit().toSeconds();
        String usual = times.usual(profile)
                .map(time -> "about " + Math.max(1, time.toSeconds()) + " s, as the last ones took; ")
                .orElse("");
        String turn = places.availablePermits() == 0 ? ", once its turn has come" : "";
        return "a " + word(profile) + " scan takes " + usual + most + " s at most" + turn;
    }

    private static String word(ScanProfile profile) {
        return profile.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Result perform(Task task) {
        return switch (task.act()) {
            case NodeAct.Scan scan -> scan(task.id(), scan);
            case NodeAct.CancelScan cancel -> cancel(cancel.scan());
            default -> throw new IllegalArgumentException("no order about a scan: " + task.act());
        };
    }

    private Result cancel(String id) {
        Known scan = known.get(id);
        if (scan == null) {
            return Result.refused("no scan " + Excerpt.of(id, 80) + " runs or waits here");
        }
        scan.stop().now();
        return Result.applied(scan.what());
    }

    /** What runs or waits, and which of both, by the id that ends it. */
    public Map<String, String> running() {
        Map<String, String> running = new TreeMap<>();
        known.forEach((id, scan) -> running.put(id, scan.what()));
        return running;
    }

    private Result scan(String id, NodeAct.Scan scan) {
        Stop stop = new Stop();
        String shown = word(scan.profile()) + " " + scan.network();
        known.put(id, new Known(shown + " (waits for its turn)", stop));
        try {
            Cidr target = scan.profile() == ScanProfile.DISCOVERY
                    ? Cidr.parse(scan.network())
                    : Cidr.of(networks.resolve(scan.network()));
            String what = word(scan.profile()) + " " + target;
            Instant now = clock.instant();
            Optional<Duration> wait = coolDowns.take(what, now);
            if (wait.isPresent()) {
                return Result.skipped(
                        "the cool-down of " + settings.coolDown().toSeconds() + " s is not over: "
                                + wait.get().toSeconds() + " s left (scan.cool-down)",
                        now.plus(wait.get()));
            }
            places.acquire();
            known.put(id, new Known(shown, stop));
            try {
                return run(target, scan.profile(), stop);
            } finally {
                places.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Result.failed("the responder is stopping");
        } catch (IOException e) {
            return stop.isStopped() ? Result.failed("cancelled") : Result.failed(String.valueOf(e.getMessage()));
        } finally {
            known.remove(id);
        }
    }

    private Result run(Cidr target, ScanProfile profile, Stop stop) throws IOException {
        ScanPlan plan = ScanPlan.of(profile, settings);
        Instant begun = clock.instant();
        LOG.info("scan begins", "profile", profile, "target", target);
        var run = new ExternalProgram(settings.nmap(), plan.limit())
                .run(plan.arguments(target), Input.NONE, in -> read(in, target, profile), stop);
        if (stop.isStopped()) {
            return Result.failed("cancelled");
        }
        if (!run.succeeded()) {
            String said = run.errors().lines().findFirst().orElse("no message");
            return Result.failed("nmap ended with status " + run.exit() + ": " + Excerpt.of(said, 300));
        }
        times.add(profile, Duration.between(begun, clock.instant()));
        return switch (run.output()) {
            case Reading.Whole(var report) -> new Result(Status.APPLIED, said(report), null, report);
            case Reading.Broken(String reason) -> Result.failed(reason);
        };
    }

    private static Reading read(InputStream in, Cidr target, ScanProfile profile) {
        return profile == ScanProfile.DISCOVERY ? NmapReport.readHosts(target, in) : NmapReport.read(in);
    }

    private static String said(Detail report) {
        return switch (report) {
            case ScanReport host when !host.up() -> "the host did not answer";
            case ScanReport host when host.ports().isEmpty() -> "no open port";
            case HostsReport found -> found.hosts().size() + found.leftOut() + " answer";
            default -> "";
        };
    }
}
