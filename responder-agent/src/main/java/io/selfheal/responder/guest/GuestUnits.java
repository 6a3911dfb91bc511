package io.selfheal.responder.guest;

import io.selfheal.responder.heal.NotAllowedException;
import io.selfheal.responder.heal.Units;
import io.selfheal.responder.proxmox.ProxmoxApi;
import io.selfheal.responder.proxmox.ProxmoxException;
import io.selfheal.responder.proxmox.ProxmoxServer;
import io.selfheal.responder.proxmox.Tasks;
import io.selfheal.schemas.text.Excerpt;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The guests of a Proxmox cluster as units: one that stopped by itself has failed and is started, one that hangs is
 * reset. What is locked, a template, looked after by HA, on a node that is away, or stopped by somebody is neither
 * failed nor well: it is left alone. Each guest is looked at once more before anything is done to it. The states are
 * read and changed by one thread; all else may be asked by any.
 */
public final class GuestUnits implements Units {
    /** Clocks of hosts and of Proxmox's answers count whole seconds. */
    private static final long SECONDS_OFF = 5;

    private static final int QUOTED = 150;
    private static final int FORBIDDEN = 403;

    private final ProxmoxServer server;
    private final Map<String, Guest> guests;
    private final Pace pace;
    private final InstantSource clock;
    private final Map<String, Look> looks = new ConcurrentHashMap<>();
    private final Map<String, List<String>> lines = new ConcurrentHashMap<>();
    /** Guests whose agent has answered since they were last started or reset. */
    private final Set<String> agents = ConcurrentHashMap.newKeySet();

    private volatile @Nullable ProxmoxApi api;
    private @Nullable Wills wills;

    /**
     * How long is waited.
     *
     * @param poll how often a task is looked at
     * @param start for a start, a reset or a stop
     * @param reboot for a container to shut down before it is stopped
     */
    public record Pace(Duration poll, Duration start, Duration reboot) {
        public static final Pace USUAL = new Pace(Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofMinutes(1));
    }

    public GuestUnits(ProxmoxServer server, List<Guest> guests, Pace pace, InstantSource clock) {
        this.server = server;
        this.guests = new LinkedHashMap<>();
        guests.forEach(guest -> this.guests.put(guest.name(), guest));
        this.pace = pace;
        this.clock = clock;
    }

    @Override
    public Map<String, UnitState> states(Collection<String> names) throws IOException {
        Cluster cluster = cluster();
        Map<String, UnitState> states = new LinkedHashMap<>();
        for (String name : names) {
            states.put(name, state(Objects.requireNonNull(guests.get(name)), cluster));
        }
        return states;
    }

    /** All guests of the cluster that can be seen, by number, and the nodes that are there. */
    private record Cluster(Map<Long, Map<String, Object>> guests, Set<String> online) {}

    private Cluster cluster() throws ProxmoxException {
        Map<Long, Map<String, Object>> all = new LinkedHashMap<>();
        for (Map<String, Object> resource : api().list("cluster/resources?type=vm")) {
            all.put(Look.number(resource, "vmid"), resource);
        }
        Set<String> online = new HashSet<>();
        for (Map<String, Object> node : api().list("nodes")) {
            if (Look.text(node, "status").equals("online")) {
                online.add(Look.text(node, "node"));
            }
        }
        return new Cluster(all, online);
    }

    private UnitState state(Guest guest, Cluster cluster) {
        try {
            Look look = look(guest, cluster);
            if (look == null) {
                return Look.left("not seen (no such guest, or the token has no VM.Audit on /vms/" + guest.id() + ")");
            }
            looks.put(guest.name(), look);
            return state(guest, look);
        } catch (ProxmoxException e) {
            looks.remove(guest.name());
            return Look.left("not known: " + Excerpt.of(String.valueOf(e.getMessage()), QUOTED));
        }
    }

    private UnitState state(Guest guest, Look look) throws ProxmoxException {
        if (!look.hindrance().isEmpty()) {
            return Look.left(look.hindrance());
        }
        if (look.isStopped()) {
            agents.remove(guest.name());
            return wills().against(guest, look)
                    .map(Look::left)
                    .orElse(new UnitState("failed", "stopped", "stopped by nobody", true, Set.of()));
        }
        wills().runs(guest);
        if (look.hasCrashed() || look.cannotWrite()) {
            return new UnitState("failed", look.qmp(), look.qmp(), true, Set.of());
        }
        if (!look.isRunning() || !look.qmp().equals("running")) {
            return Look.left(look.qmp());
        }
        return look.uptime() + SECONDS_OFF < guest.settle().toSeconds()
                ? Look.left("booting")
                : new UnitState("active", "running", "success", true, Set.of());
    }

    private @Nullable Look look(Guest guest, Cluster cluster) throws ProxmoxException {
        Map<String, Object> resource = cluster.guests().get((long) guest.id());
        if (resource == null) {
            return null;
        }
        String node = Look.text(resource, "node");
        if (!cluster.online().contains(node)) {
            return Look.hindered(resource, "on " + node + ", which is not online");
        }
        String hindrance = Look.hindrance(resource, Map.of());
        if (!hindrance.isEmpty()) {
            return Look.hindered(resource, hindrance);
        }
        return Look.of(
                resource,
                api().object("nodes/" + node + "/" + Look.text(resource, "type") + "/" + guest.id()
                        + "/status/current"));
    }

    /** Starts a guest that is stopped, resets one that runs. */
    @Override
    public Optional<String> restart(String unit) throws IOException {
        Guest guest = Objects.requireNonNull(guests.get(unit));
        Look look = look(guest, cluster());
        Optional<String> objection = objection(guest, look);
        if (look == null || objection.isPresent()) {
            return objection.map(why -> "left alone, it is " + why);
        }
        agents.remove(unit);
        lines.remove(unit);
        if (look.isStopped()) {
            return run(guest, look, "start", Map.of(), pace.start());
        }
        Optional<String> failure = look.isQemu()
                ? run(guest, look, "reset", Map.of(), pace.start())
                : run(
                        guest,
                        look,
                        "reboot",
                        Map.of("timeout", Long.toString(pace.reboot().toSeconds())),
                        pace.start());
        if (failure.isEmpty() && runs(guest)) {
            return Optional.empty();
        }
        Optional<String> stopFailure = run(guest, look, "stop", Map.of(), pace.start());
        return stopFailure.isPresent() ? stopFailure : run(guest, look, "start", Map.of(), pace.start());
    }

    /** Starts a guest that is stopped, whoever stopped it: somebody asks for it now. */
    @Override
    public Optional<String> start(String unit) throws IOException {
        Guest guest = Objects.requireNonNull(guests.get(unit));
        Look look = look(guest, cluster());
        if (look == null || !look.hindrance().isEmpty()) {
            return Optional.of("left alone, it is " + (look == null ? "not seen" : look.hindrance()));
        }
        return look.isRunning() ? Optional.empty() : run(guest, look, "start", Map.of(), pace.start());
    }

    /** Shuts a guest down, which counts as wanted from then on. */
    @Override
    public Optional<String> stop(String unit) throws IOException {
        Guest guest = Objects.requireNonNull(guests.get(unit));
        Look look = look(guest, cluster());
        if (look == null || !look.hindrance().isEmpty()) {
            return Optional.of("left alone, it is " + (look == null ? "not seen" : look.hindrance()));
        }
        return run(
                guest,
                look,
                "shutdown",
                Map.of("timeout", Long.toString(pace.reboot().toSeconds()), "forceStop", "1"),
                pace.start());
    }

    private Optional<String> objection(Guest guest, @Nullable Look look) throws ProxmoxException {
        if (look == null) {
            return Optional.of("not seen");
        }
        if (!look.hindrance().isEmpty()) {
            return Optional.of(look.hindrance());
        }
        boolean known = look.isStopped() || look.hasCrashed() || look.qmp().equals("running");
        return known ? wills().ask(guest, look) : Optional.of(look.qmp());
    }

    private boolean runs(Guest guest) throws ProxmoxException {
        Look look = look(guest, cluster());
        return look != null && look.isRunning() && look.qmp().equals("running");
    }

    /** Has it done, waits for the task's end, and looks whether the guest is as it should be then. */
    private Optional<String> run(Guest guest, Look look, String what, Map<String, String> form, Duration limit)
            throws IOException {
        String upid;
        try {
            upid = api().task("POST", look.path() + guest.id() + "/status/" + what, form);
        } catch (ProxmoxException e) {
            if (e.status() == FORBIDDEN) {
                throw new NotAllowedException(e.getMessage() + " (the token needs VM.PowerMgmt there)");
            }
            throw e;
        }
        Tasks tasks = new Tasks(api(), pace.poll());
        Optional<String> failure = tasks.await(look.node(), upid, limit);
        if (failure.isPresent()) {
            lines.put(guest.name(), tasks.lastLines(look.node(), upid, 30));
            return failure.map(why -> what + ": " + why);
        }
        Look after = look(guest, cluster());
        boolean toStop = what.equals("stop") || what.equals("shutdown");
        boolean wanted = after != null && (toStop ? after.isStopped() : after.isRunning());
        return wanted
                ? Optional.empty()
                : Optional.of(what + " ended well, but the guest is " + (after == null ? "gone" : after.status()));
    }

    /** What the last task that failed wrote. */
    @Override
    public List<String> lastLines(String unit, int count) {
        List<String> known = lines.getOrDefault(unit, List.of());
        return known.subList(Math.max(0, known.size() - count), known.size());
    }

    /** The same, and of a guest that QEMU paused for it, that its disk is full; then a reset waits until there is room. */
    @Override
    public List<String> recentLines(String unit, int count) {
        Look look = looks.get(unit);
        return look != null && look.cannotWrite() ? List.of("disk full") : lastLines(unit, count);
    }

    /** The guests that could not write when they were last looked at. */
    public List<String> withoutRoom() {
        return guests.keySet().stream()
                .filter(name -> {
                    Look look = looks.get(name);
                    return look != null && look.cannotWrite();
                })
                .map(name -> "storage of " + name + " (io-error)")
                .toList();
    }

    /**
     * Asks the QEMU guest agent of a guest.
     *
     * @return what is wrong; empty if it answers, if it has not answered since the guest was started, or if Proxmox says
     *     anything else than that it does not run
     */
    Optional<String> agentSilence(String unit) {
        Guest guest = guests.get(unit);
        Look look = looks.get(unit);
        if (guest == null || look == null || !look.isQemu()) {
            return Optional.empty();
        }
        try {
            api().request("POST", look.path() + guest.id() + "/agent/ping", Map.of());
            agents.add(unit);
            return Optional.empty();
        } catch (ProxmoxException e) {
            String why = String.valueOf(e.getMessage());
            boolean silent = e.status() / 100 == 5 && (why.contains("agent is not running") || why.contains("timeout"));
            return silent && agents.contains(unit)
                    ? Optional.of("the guest agent, which answered before, does not")
                    : Optional.empty();
        }
    }

    /** Made when it is first needed: a token file that is missing is a problem of the guests, not of the agent. */
    private ProxmoxApi api() throws ProxmoxException {
        ProxmoxApi known = api;
        if (known == null) {
            known = server.api();
            api = known;
        }
        return known;
    }

    private Wills wills() throws ProxmoxException {
        Wills known = wills;
        if (known == null) {
            known = new Wills(new Tasks(api(), pace.poll()), api().author(), clock);
            wills = known;
        }
        return known;
    }
}
