package io.selfheal.responder.control;

import io.selfheal.responder.arming.Arming;
import io.selfheal.responder.config.MaintenanceWindow;
import io.selfheal.responder.enforce.Enforcement;
import io.selfheal.responder.guard.Guard;
import io.selfheal.responder.heal.Healer;
import io.selfheal.responder.link.LinkState;
import io.selfheal.responder.order.OrderDesk;
import io.selfheal.responder.reconcile.Reconciler;
import io.selfheal.responder.scan.Scans;
import io.selfheal.responder.state.Outbox;
import io.selfheal.responder.vitals.HostWatch;
import io.selfheal.schemas.outcome.Mode;
import io.selfheal.schemas.outcome.Outcome.ActionKind;
import io.selfheal.schemas.outcome.Outcome.Status;
import io.selfheal.schemas.vitals.FirewallState;
import io.selfheal.schemas.vitals.Vitals;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How this node stands: for its commands, and as vitals for the fleet.
 *
 * @param host the node
 * @param version of the responder
 * @param started when it started
 * @param backend the firewall's name
 * @param remarks what is not as it should be with the firewall, and what it does less well
 * @param modes how far it goes
 * @param arming whether it is on probation
 * @param healer of units
 * @param guests the same of guests of Proxmox
 * @param maintenance when people work on the node
 */
public record StatusReport(
        String host,
        String version,
        Instant started,
        String backend,
        List<String> remarks,
        Map<ActionKind, Mode> modes,
        Arming arming,
        Enforcement enforcement,
        Guard guard,
        Healer healer,
        Healer guests,
        LinkState link,
        Outbox outbox,
        OrderDesk orders,
        Scans scans,
        HostWatch hostWatch,
        List<MaintenanceWindow> maintenance,
        InstantSource clock)
        implements Supplier<Map<String, Object>> {

    /** To be called on the enforcer's thread. */
    @Override
    public Map<String, Object> get() {
        Map<String, Object> status = Reply.start();
        status.put("host", host);
        status.put("running", true);
        status.put("version", version);
        status.put("started", started);
        Map<String, Object> armed = new LinkedHashMap<>();
        armed.put("block", lower(modes.get(ActionKind.BLOCK)));
        armed.put("restartUnit", lower(modes.get(ActionKind.RESTART_UNIT)));
        armed.put("restartGuest", lower(modes.get(ActionKind.RESTART_GUEST)));
        armed.put("startUnit", lower(modes.get(ActionKind.START_UNIT)));
        armed.put("stopUnit", lower(modes.get(ActionKind.STOP_UNIT)));
        armed.put("endSessions", lower(modes.get(ActionKind.END_SESSIONS)));
        armed.put("lockAccount", lower(modes.get(ActionKind.LOCK_ACCOUNT)));
        armed.put("power", lower(modes.get(ActionKind.REBOOT)));
        armed.put("scan", lower(modes.get(ActionKind.SCAN)));
        armed.put("checkFile", lower(modes.get(ActionKind.CHECK_FILE)));
        armed.put("isolate", lower(modes.get(ActionKind.ISOLATE)));
        status.put("modes", armed);
        arming.banner().ifPresent(banner -> status.put("probation", banner));
        status.put("firewall", firewall());
        status.put("kafka", kafka());
        status.put("guard", guarding());
        status.put("units", healer.summary());
        status.put("unitsToldByBus", healer.isTold());
        status.put("guests", guests.summary());
        status.put("waiting", orders.waiting());
        status.put("scans", scans.running());
        maintenance(clock.instant()).ifPresent(window -> status.put("maintenance", window));
        hostWatch.latest().ifPresent(vitals -> status.put("vitals", HostReport.of(vitals)));
        status.put("complaints", complaints());
        return status;
    }

    private Optional<Map<String, Object>> maintenance(Instant now) {
        return MaintenanceWindow.first(maintenance, now, ZoneId.systemDefault()).map(coming -> {
            Map<String, Object> window = new LinkedHashMap<>();
            window.put("name", coming.name());
            window.put("open", coming.isOpen(now));
            window.put("begins", coming.begins());
            window.put("ends", coming.ends());
            return window;
        });
    }

    private static String lower(@Nullable Mode mode) {
        return mode == null ? "off" : mode.name().toLowerCase(Locale.ROOT);
    }

    private Map<String, Object> firewall() {
        Reconciler reconciler = enforcement.reconciler();
        Map<String, Object> firewall = new LinkedHashMap<>();
        firewall.put("backend", backend);
        firewall.put("desired", wanted(false));
        firewall.put("enforced", reconciler.enforced());
        firewall.put("simulated", wanted(true));
        firewall.put("leftover", enforcement.leftovers().size());
        firewall.put("driftRepaired", reconciler.driftRepaired());
        if (reconciler.dropped() >= 0) {
            firewall.put("packetsDropped", reconciler.dropped());
        }
        firewall.put("refused", enforcement.reports().count(Status.REFUSED));
        firewall.put("waiting", enforcement.reports().count(Status.WAITING));
        return firewall;
    }

    /** How many blocks are wanted here, or would be if the fleet did not only simulate them. */
    private int wanted(boolean simulated) {
        return (int) enforcement.desired().all(clock.instant()).stream()
                .filter(wanted -> wanted.simulated() == simulated)
                .count();
    }

    private Map<String, Object> kafka() {
        Map<String, Object> kafka = new LinkedHashMap<>();
        kafka.put("connected", link.isConnected());
        kafka.put("since", link.since());
        kafka.put("caughtUp", link.isCaughtUp());
        kafka.put("cause", link.cause() == null ? "" : link.cause());
        kafka.put("waitingReports", outbox.size());
        kafka.put("lostReports", outbox.lost());
        kafka.put("brokenRecords", link.broken());
        kafka.put("distrustedRecords", link.distrusted());
        return kafka;
    }

    private Map<String, Object> guarding() {
        Map<String, Object> guarding = new LinkedHashMap<>();
        guarding.put("protected", guard.protectedCount());
        guarding.put("maxEntries", guard.maxEntries());
        return guarding;
    }

    private List<String> complaints() {
        List<String> all = new ArrayList<>(guard.complaints());
        String firewall = enforcement.reconciler().problem();
        if (firewall != null) {
            all.add("firewall: " + firewall);
        }
        all.addAll(remarks);
        String systemd = healer.problem();
        if (systemd != null) {
            all.add("services: " + systemd);
        }
        String proxmox = guests.problem();
        if (proxmox != null) {
            all.add("guests: " + proxmox);
        }
        return all;
    }

    /** To be called on the enforcer's thread. */
    public Vitals vitals() {
        Reconciler reconciler = enforcement.reconciler();
        FirewallState firewall = new FirewallState(
                backend, wanted(false), reconciler.enforced(), reconciler.driftRepaired(), reconciler.dropped());
        return new Vitals(
                clock.instant(),
                host,
                "responder",
                version,
                started,
                List.of(),
                firewall,
                modes,
                hostWatch.latest().orElse(null),
                List.of());
    }
}
