package io.selfheal.responder;

import io.selfheal.agent.log.Log;
import io.selfheal.agent.service.StateLock;
import io.selfheal.responder.arming.Arming;
import io.selfheal.responder.bus.UnitSignals;
import io.selfheal.responder.care.CareReports;
import io.selfheal.responder.care.Digest;
import io.selfheal.responder.config.ResponderConfig;
import io.selfheal.responder.control.AllowReview;
import io.selfheal.responder.control.ControlServer;
import io.selfheal.responder.control.GuestControl;
import io.selfheal.responder.control.IsolationControl;
import io.selfheal.responder.control.LocalOrders;
import io.selfheal.responder.control.MonthlyReview;
import io.selfheal.responder.control.NodeControl;
import io.selfheal.responder.control.StatusReport;
import io.selfheal.responder.enforce.Enforcement;
import io.selfheal.responder.enforce.EnforcementAlerts;
import io.selfheal.responder.enforce.Mailbox;
import io.selfheal.responder.enforce.NodeInbox;
import io.selfheal.responder.enforce.Pulse;
import io.selfheal.responder.firewall.Firewall;
import io.selfheal.responder.firewall.FirewallChoice;
import io.selfheal.responder.guard.AllowEntries;
import io.selfheal.responder.guard.Guard;
import io.selfheal.responder.heal.HealReports;
import io.selfheal.responder.heal.Healer;
import io.selfheal.responder.heal.Ward;
import io.selfheal.responder.isolate.Isolation;
import io.selfheal.responder.link.KafkaLink;
import io.selfheal.responder.link.LinkState;
import io.selfheal.responder.order.OrderDesk;
import io.selfheal.responder.reconcile.ActedMark;
import io.selfheal.responder.reconcile.Audit;
import io.selfheal.responder.reconcile.DesiredSet;
import io.selfheal.responder.reconcile.Leftovers;
import io.selfheal.responder.reconcile.Outcomes;
import io.selfheal.responder.reconcile.Reconciler;
import io.selfheal.responder.reconcile.Reports;
import io.selfheal.responder.reconcile.Sink;
import io.selfheal.responder.scan.Scans;
import io.selfheal.responder.state.ArmingFile;
import io.selfheal.responder.state.LastHits;
import io.selfheal.responder.state.NodeStore;
import io.selfheal.responder.state.Outbox;
import io.selfheal.responder.vitals.HostWatch;
import io.selfheal.responder.vitals.Mounts;
import io.selfheal.schemas.outcome.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The responder's whole way: decisions, policy and orders (link) → desired set and guard (reconcile) → firewall, units
 * (heal), guests of Proxmox (guest) and whatever else is ordered (order) → outcomes, alerts and vitals (link); and the node's own commands (control) beside it.
 */
final class ResponderPipeline implements AutoCloseable {
    private static final Log LOG = Log.of(ResponderPipeline.class);
    private static final Duration DESK_EVERY = Duration.ofSeconds(5);
    private static final Duration ARMING_EVERY = Duration.ofMinutes(1);
    private static final Duration DIGEST_EVERY = Duration.ofMinutes(1);

    private final String host;
    private final Outbox outbox;
    private final Mailbox mailbox;
    private final Pulse pulse;
    private final KafkaLink link;
    private final OrderDesk desk;
    private final List<Rounds> rounds = new ArrayList<>();
    private final Rounds healing;
    private final Optional<UnitSignals> signals;
    private final ControlServer control;
    private final ResponderPlugins plugins;

    ResponderPipeline(ResponderConfig config, InstantSource clock) throws IOException {
        Parts parts = new Parts(config, clock);
        host = config.node().nameOrHost();
        Instant started = clock.instant();
        boolean isNew = isNew(config.state().directory());
        NodeStore store = new NodeStore(config.state().directory());
        outbox = new Outbox(
                config.state().directory().resolve("outbox"),
                config.state().outboxMax().bytes());
        Sink reporting = KafkaLink.reporting(outbox);
        Arming arming = new Arming(
                host,
                new ArmingFile(config.state().directory()),
                clock,
                config.audit().journal() ? new Audit(reporting) : reporting);
        arming.begin(parts.modesBySetting(), isNew);
        Digest sink = parts.digest(host, arming);
        Outcomes outcomes = new Outcomes(host);

        AllowEntries fleetAllows = new AllowEntries("the fleet's allowlist", clock);
        AllowEntries localAllows = new AllowEntries("this node's allowlist", clock);
        Mode blocking = config.modes().block();
        FirewallChoice choice = parts.kernel();
        Firewall kernel = choice.firewall();
        plugins = new ResponderPlugins(config, outcomes, sink, clock);
        Firewall held = parts.firewall(kernel);
        Firewall firewall = plugins.follow(held);
        LastHits hits = new LastHits(config.state().directory().resolve("allow-hits.jsonl"));
        Guard guard = parts.guard(fleetAllows, localAllows, hits, held.maxEntries());
        DesiredSet desired = new DesiredSet(host, config.node().groups());
        Reports reports = new Reports(outcomes, sink, blocking);
        Reconciler reconciler = new Reconciler(desired, guard, firewall, blocking, reports);
        Optional<Firewall> idleKernel = held.equals(kernel) ? Optional.empty() : Optional.of(kernel);
        ActedMark acted = new ActedMark(config.state().directory());
        if (idleKernel.isEmpty()) {
            acted.set();
        }
        Enforcement enforcement = new Enforcement(
                clock,
                desired,
                reconciler,
                new Leftovers(idleKernel, acted, desired, guard, outcomes, sink),
                reports,
                fleetAllows,
                localAllows,
                store,
                outcomes,
                sink,
                new EnforcementAlerts(host, sink),
                config.firewall().reconcileEvery());
        enforcement.restore();
        mailbox = new Mailbox(enforcement);
        pulse = new Pulse(mailbox);

        Mounts mounts = parts.mounts();
        signals = parts.unitSignals();
        Healer healer = parts.healer(new HealReports(Ward.SERVICE, host, outcomes, sink), mounts, signals);
        Healer guests = GuestParts.healer(config, new HealReports(Ward.GUEST, host, outcomes, sink), clock);
        OrderParts orderParts = new OrderParts(config, clock);
        Scans scans = orderParts.scans();
        Isolation isolation =
                orderParts.isolation(host, kernel.name(), List.of(fleetAllows, localAllows), outcomes, sink);
        desk = orderParts.desk(host, healer, scans, isolation, outcomes, sink);
        HostWatch hostWatch = parts.hostWatch(host, mounts, sink);
        healing = new Rounds("responder-healer", config.heal().every(), healer::step);
        if (healer.watchesAnything()) {
            rounds.add(healing);
        }
        if (guests.watchesAnything()) {
            rounds.add(new Rounds("responder-guests", config.heal().guestsEvery(), guests::step));
        }
        rounds.add(new Rounds("responder-desk", DESK_EVERY, desk::tick));
        rounds.add(new Rounds("responder-isolation", DESK_EVERY, isolation::tick));
        rounds.add(new Rounds("responder-arming", ARMING_EVERY, arming::tick));
        rounds.add(new Rounds("responder-digest", DIGEST_EVERY, sink::tick));
        rounds.add(new Rounds("responder-vitals", config.vitalsEvery(), hostWatch));
        LinkState state = new LinkState(started);
        StatusReport status = new StatusReport(
                host,
                Parts.version(),
                started,
                firewall.name(),
                parts.remarks(choice),
                parts.modes(),
                arming,
                enforcement,
                guard,
                healer,
                guests,
                state,
                outbox,
                desk,
                scans,
                hostWatch,
                config.maintenance(),
                clock);
        NodeInbox inbox =
                new NodeInbox(mailbox, enforcement, desk, config.guard().fleetAllow());
        link = new KafkaLink(
                parts.kafka(host),
                parts.trust(),
                inbox,
                outbox,
                state,
                () -> mailbox.ask(() -> {}, status::vitals).join(),
                config.vitalsEvery(),
                clock);
        rounds.add(new Rounds("responder-clock", DESK_EVERY, link::tick));
        NodeControl commands = new NodeControl(mailbox, enforcement, healer, status, clock);
        AllowReview review = new AllowReview(mailbox, guard, fleetAllows, localAllows, hits, commands::handle);
        sink.reviewedBy(new MonthlyReview(review::handle));
        GuestControl guestControl =
                new GuestControl(guests, config.modes().restartGuest(), outcomes, sink, clock, review::handle);
        CareReports care = new CareReports(host, outcomes, sink, clock, guestControl::handle);
        LocalOrders local = new LocalOrders(desk, care::handle);
        IsolationControl outermost = new IsolationControl(isolation, local::handle);
        control = new ControlServer(config.control().socket(), config.control().group(), outermost::handle);
        LOG.info("modes", "block", blocking, "restart-unit", config.modes().restartUnit(), "firewall", firewall.name());
    }

    /** Whether no responder ever ran with it, but for its lock. */
    private static boolean isNew(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.allMatch(directory.resolve(StateLock.FILE)::equals);
        }
    }

    void start() {
        mailbox.start();
        control.start();
        rounds.forEach(Rounds::start);
        signals.ifPresent(told -> told.start(healing::wake));
        link.start();
    }

    boolean isWorking() {
        return pulse.beats();
    }

    String host() {
        return host;
    }

    /** No new requests, then the state is saved, then what was done is sent, or kept in the outbox. */
    @Override
    public void close() throws IOException {
        control.close();
        signals.ifPresent(UnitSignals::close);
        rounds.forEach(Rounds::close);
        desk.close();
        mailbox.close();
        plugins.close();
        link.close();
        outbox.close();
    }
}
