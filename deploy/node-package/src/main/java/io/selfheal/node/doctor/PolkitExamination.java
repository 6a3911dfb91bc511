package io.selfheal.node.doctor;

import io.selfheal.responder.config.HealSettings;
import io.selfheal.responder.config.ResponderConfig;
import io.selfheal.schemas.outcome.Mode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Whether systemd lets the responder restart the units that it watches: root's list of them is the polkit rule's. */
final class PolkitExamination implements Examination {
    private static final String ABOUT = "healing";
    private static final Path DAEMON = Path.of("/usr/lib/polkit-1/polkitd");
    /** The list beside the one that is looked for. */
    private static final Pattern STOPPABLE = Pattern.compile("var STOPPABLE\\s*=\\s*\\[[^\\]]*\\]");

    private static final Path RULE = Path.of("/etc/polkit-1/rules.d/60-selfheal.rules");

    private final Path daemon;
    private final Path rule;

    PolkitExamination() {
        this(DAEMON, RULE);
    }

    PolkitExamination(Path daemon, Path rule) {
        this.daemon = daemon;
        this.rule = rule;
    }

    @Override
    public List<Finding> look(Node node) {
        ResponderConfig config = node.responder();
        if (config == null
                || config.heal().units().isEmpty()
                || config.modes().restartUnit() == Mode.SIMULATE
                || config.modes().restartUnit() == Mode.OFF) {
            return List.of();
        }
        if (!Files.exists(daemon)) {
            return List.of(Finding.wrong(
                    ABOUT,
                    "polkit is not installed, so systemd refuses the responder every restart",
                    PackageManager.HERE.install("polkitd", "polkit")
                            + " (Ubuntu 22.04: its policykit-1 is too old to be told single units)"));
        }
        try {
            return listed(config, Files.readString(rule, StandardCharsets.UTF_8));
        } catch (AccessDeniedException e) {
            return List.of(Finding.warning(ABOUT, rule + " may not be read by you", "run selfheal doctor as root"));
        } catch (NoSuchFileException e) {
            return List.of(Finding.wrong(ABOUT, rule + " does not exist", PackageManager.HERE.putBack()));
        } catch (IOException e) {
            return List.of(Finding.wrong(ABOUT, rule + " cannot be read: " + e.getMessage(), "look at the file"));
        }
    }

    private List<Finding> listed(ResponderConfig config, String text) {
        List<Finding> findings = new ArrayList<>();
        String restartable = STOPPABLE.matcher(text).replaceFirst("");
        for (HealSettings.Unit unit : config.heal().units()) {
            boolean named = restartable
                    .lines()
                    .filter(line -> !line.strip().startsWith("//"))
                    .anyMatch(line -> line.contains('"' + unit.name() + '"'));
            findings.add(
                    named
                            ? Finding.ok(ABOUT, unit.name() + " may be restarted")
                            : Finding.wrong(
                                    ABOUT,
                                    unit.name() + " is watched, but the responder may not restart it",
                                    "add \"" + unit.name() + "\" to the list in " + rule));
        }
        return findings;
    }
}
