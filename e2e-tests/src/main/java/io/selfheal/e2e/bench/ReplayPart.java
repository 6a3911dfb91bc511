package io.selfheal.e2e.bench;

import io.selfheal.e2e.bench.SampleLog.Kind;
import io.selfheal.e2e.fleet.Installation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The replay command, as people run it, on a long log: its own count, which includes starting the JVM. */
final class ReplayPart implements Part {
    /** A day's log, of which half the work is starting and compiling, and one that lasts. */
    private static final List<Integer> MILLIONS = List.of(1, 8);

    private static final Pattern FIGURE = Pattern.compile("\"lines_per_cpu_second\":(\\d+)");

    @Override
    public String name() {
        return "replay";
    }

    @Override
    public List<Figure> measure() throws Exception {
        List<Figure> figures = new ArrayList<>();
        try (Scratch scratch = Scratch.open(name())) {
            for (int millions : MILLIONS) {
                figures.add(replay(millions, scratch.folder()));
            }
        }
        return figures;
    }

    private static Figure replay(int millions, Path folder) throws Exception {
        Path log = new SampleLog(20_000)
                .write(folder.resolve(millions + ".log"), Kind.BOTH, millions * 1_000_000, Instant.now());
        Path selfheal = Installation.here().home().resolve("selfheal");
        List<String> replay = List.of(selfheal.toString(), "replay", "--json", log.toString());
        try (Child child = Child.start("replay", replay, folder)) {
            Matcher figure = FIGURE.matcher(child.awaitEnd(Duration.ofMinutes(10)));
            if (!figure.find()) {
                throw new IllegalStateException("replay printed no summary");
            }
            return new Figure.Measured(
                    "replay of " + millions + " M lines",
                    Double.parseDouble(figure.group(1)),
                    "lines / CPU s",
                    Budget.atLeast(250_000),
                    "with all rules; half sshd (500 guessers), half access (20,000 visitors), with JVM start");
        }
    }
}
