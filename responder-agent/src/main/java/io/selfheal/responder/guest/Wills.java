package io.selfheal.responder.guest;

import io.selfheal.responder.proxmox.ProxmoxException;
import io.selfheal.responder.proxmox.Task;
import io.selfheal.responder.proxmox.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a guest is as it is because somebody wanted it so, as Proxmox's tasks tell. The youngest start or stop counts:
 * a stop by anybody but us, and a shutdown by us, which only an administrator's order makes (healing stops with qmstop
 * and vzstop). A stop that failed counts, too: the guest may have obeyed after the time was over.
 */
final class Wills {
    /** A list of tasks costs Proxmox a walk through files; a guest that was stopped on purpose may stay so for years. */
    private static final Duration BELIEVED = Duration.ofMinutes(5);

    private static final Duration RIGHTS_BELIEVED = Duration.ofHours(1);
    private static final Set<String> STARTS =
            Set.of("qmstart", "vzstart", "qmreboot", "vzreboot", "qmreset", "qmresume", "vzresume");
    private static final Set<String> SHUTDOWNS = Set.of("qmshutdown", "vzshutdown", "qmsuspend", "vzsuspend");
    private static final Set<String> STOPS = Set.of("qmstop", "vzstop");

    private final Tasks tasks;
    private final String author;
    private final InstantSource clock;
    private final Map<String, Stopped> stopped = new HashMap<>();
    private final Map<String, Instant> seen = new HashMap<>();

    private record Stopped(String why, Instant until) {}

    /** @param author who we are, as Proxmox writes it into tasks */
    Wills(Tasks tasks, String author, InstantSource clock) {
        this.tasks = tasks;
        this.author = author;
        this.clock = clock;
    }

    /**
     * Why a guest that does not run is to be left alone; empty if nobody stopped it.
     *
     * @throws ProxmoxException also if we cannot see the tasks of others, and so cannot know
     */
    Optional<String> against(Guest guest, Look look) throws ProxmoxException {
        Stopped known = stopped.get(guest.name());
        if (known != null && clock.instant().isBefore(known.until())) {
            return Optional.of(known.why());
        }
        List<Task> about = about(guest, look);
        Optional<String> goesOn = goingOn(about);
        Optional<String> why = goesOn.isPresent() ? goesOn : wanted(guest, about);
        if (why.isPresent() && goesOn.isEmpty()) {
            stopped.put(guest.name(), new Stopped(why.get(), clock.instant().plus(BELIEVED)));
        } else {
            stopped.remove(guest.name());
        }
        return why;
    }

    /** The same without what is remembered, as before something is done. */
    Optional<String> ask(Guest guest, Look look) throws ProxmoxException {
        List<Task> about = about(guest, look);
        return goingOn(about).or(() -> wanted(guest, about));
    }

    private List<Task> about(Guest guest, Look look) throws ProxmoxException {
        requireSight(look.node());
        return tasks.about(look.node(), guest.id());
    }

    /** All that is being done to a guest, but not somebody who looks at its screen. */
    private static Optional<String> goingOn(List<Task> about) {
        return about.stream()
                .filter(task -> task.running()
                        && (task.type().startsWith("qm") || task.type().startsWith("vz")))
                .map(task -> "being changed (" + task.type() + " of " + task.user() + ")")
                .findFirst();
    }

    private Optional<String> wanted(Guest guest, List<Task> about) {
        if (guest.evenIfStopped()) {
            return Optional.empty();
        }
        for (Task task : about) {
            boolean ours = task.user().equals(author);
            if (STARTS.contains(task.type()) || (ours && STOPS.contains(task.type()))) {
                return Optional.empty();
            }
            if (SHUTDOWNS.contains(task.type()) || STOPS.contains(task.type())) {
                return Optional.of("stopped on purpose (" + task.type() + " of " + task.user() + ")");
            }
        }
        return Optional.empty();
    }

    /** It runs, so that what was known of its stop is over. */
    void runs(Guest guest) {
        stopped.remove(guest.name());
    }

    private void requireSight(String node) throws ProxmoxException {
        Instant until = seen.get(node);
        if (until == null || clock.instant().isAfter(until)) {
            if (!tasks.areSeen(node)) {
                throw new ProxmoxException(
                        "a guest that somebody stopped cannot be told from one that failed: the token has no Sys.Audit on"
                                + " /nodes/" + node,
                        0);
            }
            seen.put(node, clock.instant().plus(RIGHTS_BELIEVED));
        }
    }
}
