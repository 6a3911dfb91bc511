package io.selfheal.e2e.bench;

import io.selfheal.e2e.bench.SampleLog.Kind;
import io.selfheal.e2e.fleet.Installation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The replay command, as people run it, on a long log: its own count, which includes starting the JVM. */
final class ReplayPart implements Part {
    private static final int LINES = 1_000_000;
    private static final Pattern FIGURE = Pattern.compile("\"lines_per_cpu_second\":(\\d+)");

    @Override
    public String name() {
        return "replay";
    }

    @Override
    public List<Figure> measure() throws Exception {
        try (Scratch scratch = Scratch.open(name())) {
            Path log =
                    new SampleLog(20_000).write(scratch.folder().resolve("both.log"), Kind.BOTH, LINES, Instant.now());
            Path selfheal = Installation.here().home().resolve("selfheal");
            List<String> replay = List.of(selfheal.toString(), "replay", "--json", log.toString());
            try (Child child = Child.start("replay", replay, scratch.folder())) {
                Matcher figure = FIGURE.matcher(child.awaitEnd(Duration.ofMinutes(5)));
                if (!figure.find()) {
                    throw new IllegalStateException("replay printed no summary");
                }
                return List.of(new Figure.Measured(
                        "replay with all rules",
                        Double.parseDouble(figure.group(1)),
                        "lines / CPU s",
                        Budget.atLeast(250_000),
                        "1 M lines, half sshd (500 guessers), half access (20,000 visitors), with JVM start"));
            }
        }
    }
}
