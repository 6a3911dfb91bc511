package io.selfheal.responder.command;

import io.selfheal.agent.config.ConfigException;
import io.selfheal.agent.config.YamlConfig;
import io.selfheal.responder.care.Care;
import io.selfheal.responder.care.CareReport;
import io.selfheal.responder.care.Waiting;
import io.selfheal.responder.check.Finding;
import io.selfheal.responder.config.MaintenanceWindow;
import io.selfheal.responder.config.ResponderConfig;
import io.selfheal.responder.json.Json;
import io.selfheal.responder.schedule.Schedule;
import io.selfheal.schemas.text.Excerpt;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code selfheal check}. Exit status: 0 nothing to be done, 1 something found or a check failed, 2 wrong use. */
@Command(name = "check", description = "Look for updates of packages and firmware, and for what needs a restart.")
public final class CheckCommand implements Callable<Integer> {
    /** What can be looked at. */
    enum Kind {
        PACKAGES,
        FIRMWARE;

        /** As it is typed. */
        static Optional<Kind> of(String text) {
            return switch (text) {
                case "packages" -> Optional.of(PACKAGES);
                case "firmware" -> Optional.of(FIRMWARE);
                default -> Optional.empty();
            };
        }
    }

    @Mixin
    private CareOptions options = new CareOptions();

    @Option(names = "--due", description = "Only what is due by care.yaml's schedule.")
    private boolean due;

    @Option(
            names = "--responder",
            paramLabel = "FILE",
            defaultValue = "/etc/selfheal/responder.yaml",
            description = "Whose maintenance windows --due looks ahead to (default: ${DEFAULT-VALUE}).")
    private Path responder = Path.of("/etc/selfheal/responder.yaml");

    @Parameters(paramLabel = "WHAT", arity = "0..*", description = "packages, firmware; both if left out.")
    private List<String> names = List.of();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        List<Kind> kinds = kinds();
        Care care = options.care();
        Instant now = Instant.now();
        List<MaintenanceWindow> windows = due ? windows() : List.of();
        List<Finding> findings = new ArrayList<>();
        if (isWanted(Kind.PACKAGES, kinds, care.config().checks().packages(), windows, now)) {
            findings.addAll(care.checkPackages());
            noted(Kind.PACKAGES, now);
        }
        if (isWanted(Kind.FIRMWARE, kinds, care.config().checks().firmware(), windows, now)) {
            findings.add(care.checkFirmware());
            noted(Kind.FIRMWARE, now);
        }
        PrintWriter out = spec.commandLine().getOut();
        boolean clean = true;
        Waiting waiting = new Waiting(options.state, care.config().checks().overdueAfter());
        for (Finding found : findings) {
            Finding finding = waiting.noted(found, now);
            CareReport.of(finding)
                    .ifPresent(
                            report -> options.report(report, spec.commandLine().getErr()));
            clean &= print(finding, out);
        }
        out.flush();
        return clean ? 0 : 1;
    }

    private List<Kind> kinds() {
        List<Kind> kinds = new ArrayList<>();
        for (String name : names) {
            kinds.add(Kind.of(name)
                    .orElseThrow(() -> new CommandLine.ParameterException(
                            spec.commandLine(), "'" + name + "' cannot be looked at; allowed: packages, firmware")));
        }
        return kinds;
    }

    private boolean isWanted(
            Kind kind, List<Kind> kinds, Schedule schedule, List<MaintenanceWindow> windows, Instant now) {
        if (!kinds.isEmpty() && !kinds.contains(kind)) {
            return false;
        }
        Optional<Instant> last = options.stamps().last(stamp(kind));
        ZoneId zone = ZoneId.systemDefault();
        return !due
                || schedule.isDue(last, now, zone)
                || windows.stream().anyMatch(window -> window.asksForALook(last, now, zone));
    }

    /** None where the responder is not configured, or not well: then doctor says so, and checks go by their schedule. */
    private List<MaintenanceWindow> windows() {
        try {
            return Files.isReadable(responder)
                    ? YamlConfig.read(responder, ResponderConfig.class).maintenance()
                    : List.of();
        } catch (ConfigException e) {
            spec.commandLine().getErr().println(responder + " is refused; its maintenance windows are not known");
            return List.of();
        }
    }

    private void noted(Kind kind, Instant now) throws IOException {
        if (due) {
            options.stamps().done(stamp(kind), now);
        }
    }

    private static String stamp(Kind kind) {
        return "check-" + kind.name().toLowerCase(java.util.Locale.ROOT);
    }

    /** True if nothing is to be done. */
    private boolean print(Finding finding, PrintWriter out) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("check", finding.check());
        return switch (finding) {
            case Finding.Looked looked -> {
                map.put("state", looked.isClean() ? "clean" : "found");
                map.put("urgent", looked.urgent());
                map.put("overdue", looked.overdue());
                map.put("found", looked.lines());
                map.put("hints", looked.hints());
                say(map, summary(looked), out);
                yield looked.isClean();
            }
            case Finding.NotHere notHere -> {
                map.put("state", "not here");
                map.put("why", notHere.why());
                say(map, notHere.check() + ": not looked at, " + notHere.why(), out);
                yield true;
            }
            case Finding.Failed failed -> {
                map.put("state", "failed");
                map.put("why", failed.why());
                say(map, failed.check() + ": FAILED, " + Excerpt.of(failed.why(), 300), out);
                yield false;
            }
        };
    }

    private static String summary(Finding.Looked looked) {
        StringBuilder text = new StringBuilder(looked.check()).append(": ");
        text.append(
                looked.isClean()
                        ? "nothing to be done"
                        : looked.lines().size() + " found"
                                + (looked.urgent() > 0 ? ", " + looked.urgent() + " urgent" : "")
                                + (looked.overdue() > 0 ? ", " + looked.overdue() + " overdue" : ""));
        looked.lines().stream().limit(50).forEach(line -> text.append("\n  ").append(Excerpt.of(line, 200)));
        if (looked.lines().size() > 50) {
            text.append("\n  … and ").append(looked.lines().size() - 50).append(" more (--json shows all)");
        }
        looked.hints().forEach(hint -> text.append("\n  ! ").append(Excerpt.of(hint, 300)));
        return text.toString();
    }

    private void say(Map<String, Object> map, String text, PrintWriter out) {
        out.println(options.json ? Json.write(map) : text);
    }
}
