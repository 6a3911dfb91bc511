package io.selfheal.standalone.train;

import io.selfheal.analyzer.model.train.TrainingReport;
import java.io.PrintWriter;
import java.util.Locale;

/** A training's report for people. */
final class ReportText {
    private static final int WIDTH = 40;
    private static final int STRONGEST = 10;

    private ReportText() {}

    static void print(TrainingReport report, PrintWriter out) {
        out.format(
                Locale.ROOT,
                "%,d rows of %,d sources from %s to %s; %,d of them usual%n",
                report.rows(),
                report.sources(),
                report.from(),
                report.to(),
                report.usual());
        out.format(
                Locale.ROOT,
                "learned from the older %,d usual rows, tried on the newer %,d rows%n",
                report.learned(),
                report.tried());
        out.format(
                Locale.ROOT,
                "threshold %.4f: above it %.2f %% of what was learned, %.2f %% of the usual newer rows%n",
                report.threshold(),
                100 * report.contamination(),
                100 * report.unusualShare());
        out.println();
        out.println("scores of the newer rows (# usual, + called an attack)");
        int most = report.histogram().stream().mapToInt(Integer::intValue).max().orElse(1);
        for (int cell = 0; cell < report.histogram().size(); cell++) {
            int all = report.histogram().get(cell);
            int usual = report.histogramUsual().get(cell);
            if (all > 0) {
                int length = Math.max(1, all * WIDTH / Math.max(1, most));
                int plain = usual * length / all;
                out.format(
                        Locale.ROOT,
                        "  %.2f  %-40s %,d%n",
                        cell / 20.0,
                        "#".repeat(plain) + "+".repeat(length - plain),
                        all);
            }
        }
        out.println();
        String whose =
                switch (report.labels()) {
                    case "operators" -> "resolutions by people";
                    case "rules" -> "what the rules flagged (no resolutions by people: a weak stand-in)";
                    default -> "nothing: neither people nor rules called a newer row an attack";
                };
        out.format(Locale.ROOT, "precision and recall, held against %s; %,d attacks%n", whose, report.attacks());
        for (TrainingReport.Choice choice : report.choices()) {
            out.format(
                    Locale.ROOT,
                    "  quantile %.3f  threshold %.4f  precision %s  recall %s%n",
                    choice.quantile(),
                    choice.threshold(),
                    share(choice.precision()),
                    share(choice.recall()));
        }
        out.println();
        out.println("features by influence (mean change of the score when shuffled)");
        report.influences().stream()
                .limit(STRONGEST)
                .forEach(influence ->
                        out.format(Locale.ROOT, "  %-20s %.4f%n", influence.feature(), influence.change()));
        out.println();
        report.classifier()
                .ifPresent(c -> out.format(
                        Locale.ROOT,
                        "classifier: %s%s%n",
                        c.note(),
                        c.used()
                                ? "; precision %s, recall %s".formatted(share(c.precision()), share(c.recall()))
                                : ""));
    }

    private static String share(double value) {
        return Double.isNaN(value) ? "  -  " : String.format(Locale.ROOT, "%.3f", value);
    }
}
