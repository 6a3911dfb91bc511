package io.selfheal.standalone.replay;

import io.selfheal.analyzer.replay.PolicyComparison;
import io.selfheal.analyzer.replay.PolicyDifference;
import io.selfheal.analyzer.replay.PolicyDifference.By;
import io.selfheal.analyzer.replay.Sentence;
import io.selfheal.schemas.text.Excerpt;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A comparison for people: three lists, the longest differences first. */
final class CompareText implements CompareReport {
    private static final int WIDTH = 160;

    private final PrintStream out;

    CompareText(PrintStream out) {
        this.out = out;
    }

    @Override
    public void show(PolicyComparison comparison, ReplayReport.Run run) {
        List<PolicyDifference> all = comparison.differences();
        list("blocked by the defaults only", By.BEFORE_ONLY, all);
        list("blocked by the policy of the file only", By.AFTER_ONLY, all);
        list("blocked by both, but otherwise", By.BOTH, all);
        print(String.format(
                Locale.ROOT,
                "%,d lines, %,d not understood, %,d events of %,d sources; blocks: %,d by the defaults, %,d by the file; "
                        + "%,d targets alike, %,d differently",
                run.lines(),
                run.unparsed(),
                comparison.before().events(),
                comparison.before().sources(),
                comparison.before().blocks(),
                comparison.after().blocks(),
                comparison.same(),
                all.size()));
        out.flush();
    }

    private void list(String title, By by, List<PolicyDifference> all) {
        List<PolicyDifference> listed = all.stream().filter(d -> d.by() == by).toList();
        if (listed.isEmpty()) {
            return;
        }
        print(title + ":");
        for (PolicyDifference difference : listed) {
            print("  " + difference.target());
            line("defaults", difference.before());
            line("file", difference.after());
        }
    }

    private void line(String whose, @Nullable Sentence sentence) {
        if (sentence != null) {
            print(String.format(
                    Locale.ROOT,
                    "    %-8s  score %3d  %d x, %s in all, from %s until %s  %s",
                    whose,
                    sentence.score(),
                    sentence.blocks(),
                    words(sentence.length()),
                    sentence.from(),
                    sentence.until(),
                    sentence.reason()));
        }
    }

    private static String words(Duration length) {
        return length.toHours() >= 1
                ? length.toHours() + " h" + (length.toMinutesPart() == 0 ? "" : " " + length.toMinutesPart() + " min")
                : length.toMinutes() + " min";
    }

    private void print(String line) {
        out.println(Excerpt.of(line, WIDTH));
    }
}
