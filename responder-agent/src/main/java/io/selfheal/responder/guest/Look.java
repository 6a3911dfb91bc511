package io.selfheal.responder.guest;

import io.selfheal.responder.heal.Units.UnitState;
import io.selfheal.schemas.text.Excerpt;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a guest stands, from what Proxmox says of it. {@code cluster/resources} and {@code …/status/current} of Proxmox 7
 * to 9: numbers may come as texts, and what does not apply is left out.
 *
 * @param node where it is
 * @param type {@code qemu} or {@code lxc}
 * @param status {@code running}, {@code stopped}, …
 * @param qmp what QEMU says of itself; equals the status for containers
 * @param uptime seconds
 * @param hindrance why it is left alone; empty when it need not be
 */
record Look(String node, String type, String status, String qmp, long uptime, String hindrance) {
    /** QEMU's own words (qapi RunState) for a guest that does nothing any more and will not by itself. */
    private static final Set<String> CRASHED = Set.of("internal-error", "guest-panicked", "shutdown", "watchdog");

    private static final int QUOTED = 60;

    /** Of a guest that cannot or must not be looked at closer. */
    static Look hindered(Map<String, Object> resource, String hindrance) {
        return new Look(text(resource, "node"), text(resource, "type"), "unknown", "unknown", 0, hindrance);
    }

    /**
     * Reads the answers.
     *
     * @param resource its entry of {@code cluster/resources}
     * @param current the answer of {@code status/current}
     */
    static Look of(Map<String, Object> resource, Map<String, Object> current) {
        String status = text(current, "status");
        String qmp = text(current, "qmpstatus");
        return new Look(
                text(resource, "node"),
                text(resource, "type"),
                status,
                qmp.isEmpty() ? status : qmp,
                number(current, "uptime"),
                hindrance(resource, current));
    }

    /** Why Proxmox's own word forbids to touch it: a template, a guest that HA looks after, a lock. */
    static String hindrance(Map<String, Object> resource, Map<String, Object> current) {
        if (number(resource, "template") != 0 || number(current, "template") != 0) {
            return "a template";
        }
        boolean managed = current.get("ha") instanceof Map<?, ?> ha && isSet(ha.get("managed"));
        String ha = text(resource, "hastate");
        if (!ha.isEmpty() || managed) {
            return "looked after by HA" + (ha.isEmpty() ? "" : " (" + ha + ")");
        }
        String lock = text(current, "lock").isEmpty() ? text(resource, "lock") : text(current, "lock");
        return lock.isEmpty() ? "" : "locked (" + lock + ")";
    }

    boolean isQemu() {
        return type.equals("qemu");
    }

    boolean isRunning() {
        return status.equals("running");
    }

    boolean isStopped() {
        return status.equals("stopped");
    }

    /** Its process lives, but QEMU says that the guest in it does not. */
    boolean hasCrashed() {
        return isRunning() && CRASHED.contains(qmp);
    }

    /** QEMU paused it since it could not write: as a rule its storage is full, and a reset would lose what waits. */
    boolean cannotWrite() {
        return isRunning() && qmp.equals("io-error");
    }

    String path() {
        return "nodes/" + node + "/" + type + "/";
    }

    static UnitState left(String why) {
        return new UnitState(why, "left alone", "success", true, Set.of());
    }

    static String text(Map<String, Object> of, String name) {
        Object value = of.get(name);
        return value == null ? "" : Excerpt.of(value.toString(), QUOTED);
    }

    static long number(Map<String, Object> of, String name) {
        String text = text(of, name);
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }

    /** Proxmox's flags are numbers, texts or booleans. */
    static boolean isSet(@Nullable Object flag) {
        String text = String.valueOf(flag);
        return text.equals("1") || text.equals("true");
    }
}
