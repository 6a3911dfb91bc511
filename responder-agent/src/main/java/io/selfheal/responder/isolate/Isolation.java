package io.selfheal.responder.isolate;

import io.selfheal.agent.log.Log;
import io.selfheal.responder.isolate.WayOut.Broker;
import io.selfheal.responder.order.Performer;
import io.selfheal.responder.reconcile.NodeAlert;
import io.selfheal.responder.reconcile.Outcomes;
import io.selfheal.responder.reconcile.Sink;
import io.selfheal.responder.state.IsolationFile;
import io.selfheal.responder.state.IsolationFile.Noted;
import io.selfheal.schemas.alert.Alert.Severity;
import io.selfheal.schemas.net.IpAddress;
import io.selfheal.schemas.order.NodeAct;
import io.selfheal.schemas.outcome.Outcome.ActionKind;
import io.selfheal.schemas.outcome.Outcome.Status;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Cuts the host off by a person's order (A30), and lets it back: by order, when its time is over, or by {@code selfheal
 * unblock --all}. The kernel ends it by itself, whatever becomes of the responder; what is noted on disk puts it back
 * after a reboot or a flushed ruleset while its time is not over.
 */
public final class Isolation implements Performer {
    private static final Log LOG = Log.of(Isolation.class);

    private final String host;
    private final String backend;
    private final IsolationTable table;
    private final Surroundings surroundings;
    private final IsolationFile file;
    private final Outcomes outcomes;
    private final Sink sink;
    private final InstantSource clock;

    /** @param backend the firewall that is in use here */
    public Isolation(
            String host,
            String backend,
            IsolationTable table,
            Surroundings surroundings,
            IsolationFile file,
            Outcomes outcomes,
            Sink sink,
            InstantSource clock) {
        this.host = host;
        this.backend = backend;
        this.table = table;
        this.surroundings = surroundings;
        this.file = file;
        this.outcomes = outcomes;
        this.sink = sink;
        this.clock = clock;
    }

    @Override
    public Optional<String> objection(NodeAct act) {
        return act instanceof NodeAct.Release || IsolationTable.worksBeside(backend)
                ? Optional.empty()
                : Optional.of("this host's firewall is " + backend + ", and only nftables ends an isolation by itself;"
                        + " allowed: netlink, nft (firewall.backend)");
    }

    @Override
    public synchronized Result perform(Task task) {
        try {
            return switch (task.act()) {
                case NodeAct.Isolate act -> isolate(Duration.ofMinutes(act.minutes()), task);
                case NodeAct.Release act ->
                    lift()
                            ? done(
                                    Severity.INFO,
                                    "host-released",
                                    "A host is no longer cut off",
                                    "by order of " + task.by())
                            : Result.already("the host is not cut off");
                default -> throw new IllegalArgumentException("no order about isolation: " + task.act());
            };
        } catch (IOException e) {
            return Result.failed(String.valueOf(e.getMessage()));
        }
    }

    private Result done(Severity severity, String kind, String title, String text) {
        tell(severity, kind, title, text, clock.instant());
        return Result.applied(text);
    }

    private Result isolate(Duration length, Task task) throws IOException {
        WayOut out = surroundings.look();
        if (out.brokers().isEmpty()) {
            return Result.refused("no broker of kafka.bootstrap has an address: nobody could release the host");
        }
        Instant until = clock.instant().plus(length);
        // First the note: if it cannot be written, the host is not cut off; without the table it is put in force.
        file.write(new Noted(
                until,
                task.id(),
                out.brokers().stream()
                        .map(broker -> broker.address() + " " + broker.port())
                        .toList()));
        try {
            table.close(out, length);
        } catch (IOException e) {
            file.clear();
            throw e;
        }
        String ssh = out.administrators().isEmpty()
                ? "; no SSH, since the allowlists are empty"
                : "; SSH on port " + out.sshPort() + " for those on the allowlists";
        String text = "cut off until " + until + " by order of " + task.by() + ssh
                + "; ends by order (release), or here by selfheal unblock --all";
        tell(Severity.HIGH, "host-isolated", "A host was cut off from the network", text, clock.instant());
        return new Result(Status.APPLIED, text, until, null);
    }

    /** Until when the host is cut off. */
    public synchronized Optional<Instant> until() {
        Instant now = clock.instant();
        return file.read().map(Noted::until).filter(now::isBefore);
    }

    /**
     * Lets the host back, also when nothing is noted.
     *
     * @return whether it was cut off
     */
    public synchronized boolean lift() throws IOException {
        boolean noted = file.read().isPresent();
        if (!noted && !IsolationTable.worksBeside(backend)) {
            return false;
        }
        boolean closed = noted || table.isClosed();
        table.open();
        if (noted) {
            file.clear();
        }
        return closed;
    }

    /** Ends what is over and puts back what somebody else took away; to be called now and then. */
    public synchronized void tick() {
        Optional<Noted> noted = file.read();
        if (noted.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        try {
            if (!now.isBefore(noted.get().until())) {
                lift();
                sink.outcome(outcomes.of(
                        ActionKind.RELEASE,
                        "host",
                        Status.LIFTED,
                        "its time is over",
                        noted.get().order(),
                        now));
                tell(Severity.INFO, "host-released", "A host is no longer cut off", "its time is over", now);
            } else if (!table.isClosed()) {
                table.close(
                        surroundings.with(brokers(noted.get())),
                        Duration.between(now, noted.get().until()));
                sink.outcome(outcomes.of(
                        ActionKind.REPAIR_DRIFT,
                        "isolation",
                        Status.APPLIED,
                        "the table that cuts this host off was gone or changed; made anew",
                        noted.get().order(),
                        now));
            }
        } catch (IOException e) {
            LOG.error("the isolation of this host cannot be looked after", "cause", e);
        }
    }

    private static Set<Broker> brokers(Noted noted) {
        Set<Broker> brokers = new HashSet<>();
        for (String broker : noted.brokers()) {
            int space = broker.indexOf(' ');
            brokers.add(new Broker(
                    IpAddress.parse(broker.substring(0, space)), Integer.parseInt(broker.substring(space + 1))));
        }
        return brokers;
    }

    private void tell(Severity severity, String kind, String title, String text, Instant now) {
        sink.alert(new NodeAlert(severity, kind, "isolation/" + host, title, host + ": " + text).of(host, now));
    }
}
