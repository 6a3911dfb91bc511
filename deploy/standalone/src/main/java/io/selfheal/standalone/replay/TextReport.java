package io.selfheal.standalone.replay;

import io.selfheal.analyzer.replay.ReplaySummary;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.assess.Assessment;
import io.selfheal.schemas.assess.Detection;
import io.selfheal.schemas.assess.Evidence;
import io.selfheal.schemas.assess.Signal;
import io.selfheal.schemas.decide.Block;
import io.selfheal.schemas.decide.Decision;
import io.selfheal.schemas.decide.Lift;
import io.selfheal.schemas.event.Place;
import io.selfheal.schemas.text.Excerpt;
import java.io.PrintStream;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Replay for people: each block with its reasons, then who else was worth a look. */
final class TextReport implements ReplayReport {
    private static final int WIDTH = 160;
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final PrintStream out;
    private final Map<String, Assessment> worst = new TreeMap<>();

    TextReport(PrintStream out) {
        this.out = out;
    }

    @Override
    public void assessment(Assessment a) {
        worst.merge(a.subject().value(), a, (x, y) -> y.rawScore() > x.rawScore() ? y : x);
    }

    @Override
    public void decision(Decision decision) {
        switch (decision) {
            case Block b -> {
                worst.remove(b.key());
                print("%s  %s  %s  score %d, %s sure  until %s%s"
                        .formatted(
                                STAMP.format(b.issued()),
                                b.simulated() ? "would block" : "block",
                                b.key(),
                                b.score(),
                                Detection.of(b.signals()).percent(),
                                STAMP.format(b.expires()),
                                where(b.place())));
                b.signals().forEach(this::signal);
            }
            case Lift l -> print("%s  lift   %s  %s".formatted(STAMP.format(l.issued()), l.key(), l.reason()));
        }
    }

    /** Alerts follow from assessments and decisions, which are printed. */
    @Override
    public void alert(Alert alert) {}

    /** The scenarios that fired; where none did, what weighs most. */
    private static String why(Assessment a) {
        return a.scenarios().isEmpty() ? a.signals().getFirst().reason() : String.join(", ", a.scenarios());
    }

    @Override
    public void summary(ReplaySummary summary, Run run) {
        worst.values().stream()
                .filter(a -> a.rawScore() >= 30)
                .forEach(a -> print("worth a look  %s  score %d, %s sure%s  %s"
                        .formatted(
                                a.subject().value(),
                                a.score(),
                                Detection.of(a.signals()).percent(),
                                a.allowlisted() ? " (allowlisted, raw " + a.rawScore() + ")" : "",
                                why(a))));
        print("%,d lines, %,d not understood, %,d events of %,d sources; %,d flagged, %,d blocks"
                .formatted(
                        run.lines(),
                        run.unparsed(),
                        summary.events(),
                        summary.sources(),
                        summary.flagged(),
                        summary.blocks()));
        print("%.2f s, %,.0f lines a second of processor time"
                .formatted(run.seconds(), run.lines() / Math.max(run.cpuSeconds(), 1e-9)));
        out.flush();
    }

    private static String where(@Nullable Place place) {
        if (place == null) {
            return "";
        }
        String country = place.country() == null ? "" : "  " + place.country();
        String system = place.asNumber() == 0 ? "" : "  AS" + place.asNumber();
        return country + system + (place.asOrganization() == null ? "" : " " + place.asOrganization());
    }

    private void signal(Signal s) {
        print("    %+4d  %-28s %s%s"
                .formatted(s.points(), s.name(), s.reason(), s.technique() == null ? "" : " (" + s.technique() + ")"));
        if (!s.evidence().isEmpty() && !s.evidence().getLast().excerpt().isBlank()) {
            Evidence newest = s.evidence().getLast();
            print("          " + newest.host() + ": " + newest.excerpt());
        }
    }

    private void print(String line) {
        out.println(Excerpt.of(line, WIDTH));
    }
}
