package io.selfheal.e2e.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * {@code selfheal bench [--json] [PART…]}: every part, or the named ones, one after the other, and one table. A figure
 * beyond its budget is no failure; the machine may have had other things to do.
 */
public final class Bench {
    private static final List<Part> PARTS = List.of(
            new ParsePart(),
            new CodecPart(),
            new ReplayPart(),
            new KernelLoadPart(),
            new CollectorPart(),
            new AnalyzerPart(),
            new FleetPart(),
            new StandalonePart());

    private Bench() {}

    public static void main(String[] args) {
        List<String> names = new ArrayList<>(List.of(args));
        boolean json = names.remove("--json");
        List<Part> asked = PARTS.stream()
                .filter(part -> names.isEmpty() || names.contains(part.name()))
                .toList();
        names.removeAll(PARTS.stream().map(Part::name).toList());
        if (!names.isEmpty()) {
            System.err.printf(
                    Locale.ROOT,
                    "selfheal bench: '%s' is no part; allowed: --json, %s%n",
                    names.getFirst(),
                    PARTS.stream().map(Part::name).collect(Collectors.joining(", ")));
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
