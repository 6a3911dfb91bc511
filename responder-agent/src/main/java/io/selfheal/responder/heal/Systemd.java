package io.selfheal.responder.heal;

import io.selfheal.responder.program.ExternalProgram;
import io.selfheal.responder.program.ExternalProgram.Input;
import io.selfheal.schemas.text.Excerpt;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** systemd through systemctl(1) and journalctl(1). Reading the states of all units is one run of about 5 ms. */
public final class Systemd implements Units {
    private static final int MAX_LINE = 300;
    private static final String PROPERTIES =
            "Id,ActiveState,SubState,Result,LoadState,InvocationID,Requires,Requisite,BindsTo,Wants";

    /** What systemctl says when polkit, or SELinux, says no (bus-common-errors.c, bus-polkit.c of systemd 249 to 258). */
    private static final Pattern NOT_ALLOWED = Pattern.compile("Failed to (start|restart|stop) .*"
            + "((Access|Permission) denied|nteractive authentication|policy denies access)");

    /** SD_MESSAGE_UNIT_STOPPING of sd-messages.h. */
    private static final String UNIT_STOPPING = "de5b426a63be47a7b6ac3eaac82e2f6f";

    private final ExternalProgram systemctl;
    private final ExternalProgram journalctl;

    public Systemd(ExternalProgram systemctl, ExternalProgram journalctl) {
        this.systemctl = systemctl;
        this.journalctl = journalctl;
    }

    @Override
    public Map<String, UnitState> states(Collection<String> units) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("show", "--property=" + PROPERTIES, "--"));
        arguments.addAll(units);
        var run = systemctl.run(arguments, Input.NONE);
        if (!run.succeeded()) {
            throw new IOException("systemctl show: " + first(run.errors()));
        }
        return parse(run.output(), List.copyOf(units));
    }

    /** KEY=VALUE lines, one block for each unit in the order asked for (aliases answer with another Id). */
    static Map<String, UnitState> parse(String output, List<String> units) {
        Map<String, UnitState> states = new HashMap<>();
        int index = 0;
        for (String block : output.split("\n\n", -1)) {
            Map<String, String> properties = new HashMap<>();
            block.lines().forEach(line -> {
                int equals = line.indexOf('=');
                if (equals > 0) {
                    properties.put(line.substring(0, equals), line.substring(equals + 1));
                }
            });
            if (!properties.isEmpty() && index < units.size()) {
                states.put(
                        units.get(index++),
                        new UnitState(
                                properties.getOrDefault("ActiveState", ""),
                                properties.getOrDefault("SubState", ""),
                                properties.getOrDefault("Result", ""),
                                "loaded".equals(properties.get("LoadState")),
                                needs(properties),
                                properties.getOrDefault("InvocationID", "")));
            }
        }
        return states;
    }

    private static Set<String> needs(Map<String, String> properties) {
        Set<String> needs = new HashSet<>();
        for (String kind : List.of("Requires", "Requisite", "BindsTo", "Wants")) {
            for (String name : properties.getOrDefault(kind, "").split(" ", -1)) {
                if (name.endsWith(".service")) {
                    needs.add(name);
                }
            }
        }
        return needs;
    }

    @Override
    public Optional<String> restart(String unit) throws IOException {
        // A unit that hit systemd's own start limit refuses to start until it is forgiven.
        tell("reset-failed", unit);
        return demand("restart", unit);
    }

    @Override
    public Optional<String> start(String unit) throws IOException {
        tell("reset-failed", unit);
        return demand("start", unit);
    }

    @Override
    public Optional<String> stop(String unit) throws IOException {
        Optional<String> failure = demand("stop", unit);
        // One that ends with an error when it is stopped would otherwise count as failed, and be healed.
        tell("reset-failed", unit);
        return failure;
    }

    private Optional<String> demand(String verb, String unit) throws IOException {
        Optional<String> failure = tell(verb, unit);
        if (failure.isPresent() && NOT_ALLOWED.matcher(failure.get()).find()) {
            throw new NotAllowedException(
                    failure.get() + " (the polkit rule, /etc/polkit-1/rules.d/60-selfheal.rules, has to name it)");
        }
        return failure;
    }

    private Optional<String> tell(String verb, String unit) throws IOException {
        var run = systemctl.run(List.of("--no-ask-password", verb, "--", unit), Input.NONE);
        return run.succeeded() ? Optional.empty() : Optional.of(first(run.errors()));
    }

    @Override
    public List<String> lastLines(String unit, int count) {
        return journal(List.of("--lines=" + count, "--unit=" + unit));
    }

    @Override
    public List<String> recentLines(String unit, int count) {
        return journal(List.of("--lines=" + count, "--since=-5min", "--unit=" + unit));
    }

    /** systemd itself says so when a stop is asked for, and not at a crash. An alias has the same invocation. */
    @Override
    public boolean wasStopped(UnitState state) {
        return !state.invocation().isEmpty()
                && !journal(List.of(
                                "--lines=1",
                                "_PID=1",
                                "INVOCATION_ID=" + state.invocation(),
                                "MESSAGE_ID=" + UNIT_STOPPING))
                        .isEmpty();
    }

    private List<String> journal(List<String> which) {
        List<String> arguments = new ArrayList<>(List.of("--no-pager", "--quiet", "--output=cat"));
        arguments.addAll(which);
        try {
            var run = journalctl.run(arguments, Input.NONE);
            return run.output().lines().map(line -> Excerpt.of(line, MAX_LINE)).toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static String first(String errors) {
        return Excerpt.of(errors.lines().findFirst().orElse("no message"), MAX_LINE);
    }
}
