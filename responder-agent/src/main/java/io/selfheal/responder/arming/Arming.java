package io.selfheal.responder.arming;

import io.selfheal.agent.log.Log;
import io.selfheal.responder.reconcile.NodeAlert;
import io.selfheal.responder.reconcile.Sink;
import io.selfheal.responder.state.ArmingFile;
import io.selfheal.responder.state.ArmingFile.Memory;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.alert.Alert.Severity;
import io.selfheal.schemas.outcome.Mode;
import io.selfheal.schemas.outcome.Outcome;
import io.selfheal.schemas.outcome.Outcome.ActionKind;
import io.selfheal.schemas.outcome.Outcome.Status;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells people that this node goes further, or less far, than when it ran last (SAF-08). A node that was armed is on
 * probation for {@value #HOURS} hours: what it does meanwhile is counted, shown by {@code selfheal status}, and told at
 * the end (SAF-09). It passes on all that it counts.
 */
public final class Arming implements Sink {
    private static final Log LOG = Log.of(Arming.class);
    private static final int HOURS = 72;
    private static final Duration PROBATION = Duration.ofHours(HOURS);
    private static final String ALERTS = "alerts";

    /** Whose mode arms a node: those of acts that nobody orders. */
    private static final List<String> BY_ITSELF = List.of("block", "restart-unit", "restart-guest");

    private final String host;
    private final ArmingFile file;
    private final InstantSource clock;
    private final Sink to;
    private final Map<String, Long> counts = new TreeMap<>();
    private Map<String, String> modes = Map.of();
    private @Nullable Instant armed;
    private boolean unsaved;

    public Arming(String host, ArmingFile file, InstantSource clock, Sink to) {
        this.host = host;
        this.file = file;
        this.clock = clock;
        this.to = to;
    }

    /**
     * To be called once, at the start.
     *
     * @param now how far the node goes, by the names of the settings
     * @param isNew whether it never ran before; else a node without a memory comes from a version that kept none
     */
    public synchronized void begin(Map<String, Mode> now, boolean isNew) {
        Optional<Memory> before = remembered();
        modes = named(now);
        before.ifPresent(memory -> {
            armed = memory.armed();
            counts.putAll(memory.counts());
        });
        List<String> changes = before.map(memory -> changes(memory.modes())).orElse(List.of());
        boolean goesFurther = before.map(memory ->
                        BY_ITSELF.stream().anyMatch(kind -> acts(kind, modes) && !acts(kind, memory.modes())))
                .orElse(isNew && acts(modes));
        if (goesFurther) {
            armed = clock.instant().truncatedTo(ChronoUnit.SECONDS);
            counts.clear();
        } else if (!acts(modes)) {
            armed = null;
        }
        if (!changes.isEmpty()) {
            say("modes-changed", "How far a node goes was changed", String.join(", ", changes) + banner("; "));
        }
        if (before.isEmpty() || !changes.isEmpty()) {
            save();
        }
    }

    private Optional<Memory> remembered() {
        try {
            return file.read();
        } catch (IOException e) {
            LOG.warn("it is no longer known how far this node went before", "cause", e.getMessage());
            return Optional.empty();
        }
    }

    private static Map<String, String> named(Map<String, Mode> now) {
        Map<String, String> named = new TreeMap<>();
        now.forEach((setting, mode) -> named.put(setting, lower(mode.name())));
        return named;
    }

    private static String name(ActionKind kind) {
        return lower(kind.name()).replace('_', '-');
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static boolean acts(Map<String, String> modes) {
        return BY_ITSELF.stream().anyMatch(kind -> acts(kind, modes));
    }

    private static boolean acts(String kind, Map<String, String> modes) {
        String mode = modes.getOrDefault(kind, "off");
        return mode.equals("act") || mode.equals("ask");
    }

    private List<String> changes(Map<String, String> before) {
        List<String> changes = new ArrayList<>();
        modes.forEach((kind, mode) -> {
            String was = before.get(kind);
            if (was != null && !was.equals(mode)) {
                changes.add(kind + ": " + was + " → " + mode);
            }
        });
        return changes;
    }

    @Override
    public void outcome(Outcome outcome) {
        count(outcome.action(), outcome.status());
        to.outcome(outcome);
    }

    @Override
    public void alert(Alert alert) {
        count(ALERTS);
        to.alert(alert);
    }

    private void count(ActionKind action, Status status) {
        switch (status) {
            case APPLIED, REFUSED, FAILED -> count(name(action) + " " + lower(status.name()));
            case ALREADY_IN_FORCE, LIFTED, SIMULATED, WAITING, ACCEPTED, SKIPPED_COOLDOWN -> {}
        }
    }

    private synchronized void count(String what) {
        if (armed != null) {
            counts.merge(what, 1L, Long::sum);
            unsaved = true;
        }
    }

    /** Keeps what was counted, and ends the probation when its time is over; to be called now and then. */
    public synchronized void tick() {
        Instant since = armed;
        if (since != null && !clock.instant().isBefore(since.plus(PROBATION))) {
            String did = did();
            armed = null;
            say(
                    "probation-over",
                    "A node's first " + HOURS + " hours in earnest are over",
                    "armed since " + since + ", it did: " + did + "; what is blocked now: selfheal decisions");
            counts.clear();
            unsaved = true;
        }
        if (unsaved) {
            save();
        }
    }

    /** What the node has to be watched for; empty when it is not on probation. */
    public synchronized Optional<String> banner() {
        Instant since = armed;
        return since == null
                ? Optional.empty()
                : Optional.of("on probation: armed since " + since + ", to be watched until " + since.plus(PROBATION)
                        + "; so far: " + did());
    }

    private String banner(String before) {
        return banner().map(text -> before + text).orElse("");
    }

    private String did() {
        List<String> all = new ArrayList<>();
        counts.forEach((what, count) -> all.add(what + " " + count));
        return all.isEmpty() ? "nothing" : String.join(", ", all);
    }

    private void save() {
        try {
            file.write(new Memory(modes, armed, counts));
            unsaved = false;
        } catch (IOException e) {
            LOG.warn("how far this node goes is not remembered", "cause", e.getMessage());
        }
    }

    private void say(String kind, String title, String what) {
        LOG.info("modes", "about", kind, "what", what);
        to.alert(new NodeAlert(Severity.MEDIUM, kind, kind + "/" + host, title, host + ": " + what)
                .of(host, clock.instant()));
    }
}
