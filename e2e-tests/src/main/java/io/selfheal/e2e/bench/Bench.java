package io.selfheal.e2e.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * {@code selfheal bench [--json] [--misses] [PART…]}: every part, or the named ones, one after the other, and one
 * table. A figure beyond its budget is no failure; the machine may have had other things to do. With {@code --misses}
 * the wrong answers behind the figures of detection are listed.
 */
public final class Bench {
    private Bench() {}

    private static List<Part> parts(boolean misses) {
        return List.of(
                new DetectionPart(misses),
                new ParsePart(),
                new CodecPart(),
                new ReplayPart(),
                new KernelLoadPart(),
                new CollectorPart(),
                new AnalyzerPart(),
                new FleetPart(),
                new StandalonePart());
    }

    public static void main(String[] args) {
        List<String> names = new ArrayList<>(List.of(args));
        boolean json = names.remove("--json");
        List<Part> parts = parts(names.remove("--misses"));
        List<Part> asked = parts.stream()
                .filter(part -> names.isEmpty() || names.contains(part.name()))
                .toList();
        names.removeAll(parts.stream().map(Part::name).toList());
        if (!names.isEmpty()) {
            System.err.printf(
                    Locale.ROOT,
                    "selfheal bench: '%s' is no part; allowed: --json, --misses, %s%n",
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
