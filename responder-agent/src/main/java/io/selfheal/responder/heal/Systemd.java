package io.selfheal.responder.heal;

import io.selfheal.responder.program.ExternalProgram;
import io.selfheal.responder.program.ExternalProgram.Input;
import io.selfheal.schemas.text.Excerpt;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** systemd through systemctl(1) and journalctl(1). Reading the states of all units is one run of about 5 ms. */
public final class Systemd implements Units {
    private static final int MAX_LINE = 300;

    private final ExternalProgram systemctl;
    private final ExternalProgram journalctl;

    public Systemd(ExternalProgram systemctl, ExternalProgram journalctl) {
        this.systemctl = systemctl;
        this.journalctl = journalctl;
    }

    @Override
    public Map<String, UnitState> states(Collection<String> units) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("show", "--property=Id,ActiveState,SubState,Result,LoadState", "--"));
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
                                "loaded".equals(properties.get("LoadState"))));
            }
        }
        return states;
    }

    @Override
    public Optional<String> restart(String unit) throws IOException {
        // A unit that hit systemd's own start limit refuses to start until it is forgiven.
        systemctl.run(List.of("--no-ask-password", "reset-failed", "--", unit), Input.NONE);
        var run = systemctl.run(List.of("--no-ask-password", "restart", "--", unit), Input.NONE);
        return run.succeeded() ? Optional.empty() : Optional.of(first(run.errors()));
    }

    @Override
    public List<String> lastLines(String unit, int count) {
        try {
            var run = journalctl.run(
                    List.of("--no-pager", "--quiet", "--output=cat", "--lines=" + count, "--unit=" + unit), Input.NONE);
            return run.output().lines().map(line -> Excerpt.of(line, MAX_LINE)).toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static String first(String errors) {
        return Excerpt.of(errors.lines().findFirst().orElse("no message"), MAX_LINE);
    }
}
