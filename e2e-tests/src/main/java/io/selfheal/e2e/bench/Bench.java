package io.selfheal.e2e.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * {@code selfheal bench [--json] [--misses] [--lines N] [--seed N] [PART…]}: every part, or the named ones, one after
 * the other, and one table. A figure beyond its budget is no failure; the machine may have had other things to do.
 * With {@code --misses} the wrong answers behind the figures of detection are listed; {@code --lines} and
 * {@code --seed} say how many lines the fuzzing makes up and which.
 */
public final class Bench {
    private static final long FUZZ_LINES = 10_000_000;
    private static final long FUZZ_SEED = 20_261_122;

    private Bench() {}

    private static List<Part> parts(boolean misses, long lines, long seed) {
        return List.of(
                new DetectionPart(misses),
                new FuzzPart(lines, seed),
                new ParsePart(),
                new CodecPart(),
                new ReplayPart(),
                new KernelLoadPart(),
                new CollectorPart(),
                new PackagePart(),
                new AnalyzerPart(),
                new FleetPart(),
                new StandalonePart());
    }

    public static void main(String[] args) {
        List<String> names = new ArrayList<>(List.of(args));
        boolean json = names.remove("--json");
        List<Part> parts = parts(
                names.remove("--misses"), number(names, "--lines", FUZZ_LINES), number(names, "--seed", FUZZ_SEED));
        List<Part> asked = parts.stream()
                .filter(part -> names.isEmpty() || names.contains(part.name()))
                .toList();
        names.removeAll(parts.stream().map(Part::name).toList());
        if (!names.isEmpty()) {
            System.err.printf(
                    Locale.ROOT,
                    "selfheal bench: '%s' is no part; allowed: --json, --misses, --lines N, --seed N, %s%n",
                    names.getFirst(),
                    parts.stream().map(Part::name).collect(Collectors.joining(", ")));
            System.exit(2);
        }
        List<Figure> figures = new ArrayList<>();
        for (Part part : asked) {
            System.err.printf(Locale.ROOT, "measuring %s …%n", part.name());
            figures.addAll(measured(part));
        }
        System.out.print(json ? Report.json(figures) : Report.table(figures));
        System.exit(0);
    }

    /** Takes an option with its number out of the arguments. */
    private static long number(List<String> arguments, String option, long otherwise) {
        int at = arguments.indexOf(option);
        if (at < 0) {
            return otherwise;
        }
        arguments.remove(at);
        String value = at < arguments.size() ? arguments.remove(at) : "";
        if (!value.matches("[0-9]{1,12}") || Long.parseLong(value) == 0) {
            System.err.printf(
                    Locale.ROOT, "selfheal bench: %s: '%s' is no number; allowed: 1 to 999999999999%n", option, value);
            System.exit(2);
        }
        return Long.parseLong(value);
    }

    private static List<Figure> measured(Part part) {
        try {
            return part.measure();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of(new Figure.LeftOut(part.name(), "interrupted"));
        } catch (Exception e) {
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            return List.of(new Figure.LeftOut(part.name(), e.getClass().getSimpleName() + ": " + reason));
        }
    }
}
