package io.selfheal.standalone.reputation;

import io.selfheal.analyzer.profile.Reputation;
import io.selfheal.analyzer.profile.Tally;
import io.selfheal.schemas.assess.Assessment;
import io.selfheal.schemas.assess.Signal;
import io.selfheal.schemas.decide.Block;
import io.selfheal.schemas.event.Place;
import io.selfheal.schemas.policy.AllowEntry;
import io.selfheal.schemas.text.Excerpt;
import io.selfheal.schemas.verdict.Finding;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code reputation} for people: a name and a value each row; times are UTC. */
final class ReputationText {
    private static final int WIDTH = 160;
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final PrintWriter out;

    private ReputationText(PrintWriter out) {
        this.out = out;
    }

    static void print(KnownSource known, Duration since, PrintWriter out) {
        new ReputationText(out).print(known, since);
        out.flush();
    }

    /** What weighed most. */
    static String details(Assessment seen) {
        return seen.signals().stream().findFirst().map(Signal::reason).orElse("");
    }

    private void print(KnownSource known, Duration since) {
        out.println(known.source() + (known.isKnown() ? "" : "  nothing is known of it"));
        if (known.reputation() != null) {
            profile(known.reputation());
        }
        row("blocked", known.blocked().map(ReputationText::block).orElse("no"));
        known.wouldBeBlocked().ifPresent(block -> row("dry run", block(block)));
        row("allowlisted", allowlisted(known));
        known.where().ifPresent(place -> row("place", place(place)));
        if (known.verdict() != null) {
            known.verdict().findings().forEach(finding -> row(finding.provider(), finding(finding)));
        }
        if (!known.history().isEmpty()) {
            row("seen", "in the last " + since.toHours() + " hours, newest first:");
            known.history().forEach(seen -> out.println("  " + Excerpt.of(assessment(seen), WIDTH)));
        }
    }

    private void profile(Reputation known) {
        row("score", known.score() + ", " + lower(known.level()));
        row(
                "events",
                known.totalEvents() + " against it, " + known.events24h() + " in the last 24 hours" + others(known));
        row("last seen", STAMP.format(known.lastSeen()));
        row("offences", String.valueOf(known.offences()));
    }

    /** What else was counted, the requests for example. */
    private static String others(Reputation known) {
        String others = known.last24h().entrySet().stream()
                .filter(count -> count.getKey() != Tally.THREATS && count.getValue() > 0)
                .sorted(Map.Entry.comparingByKey())
                .map(count -> count.getValue() + " " + lower(count.getKey()).replace('_', ' '))
                .collect(Collectors.joining(", "));
        return others.isEmpty() ? "" : " (" + others + ")";
    }

    private static String block(Block block) {
        return "until %s  %s  %s, offence %d: %s"
                .formatted(STAMP.format(block.expires()), block.key(), block.scope(), block.offence(), block.reason());
    }

    private static String allowlisted(KnownSource known) {
        AllowEntry entry = known.allowedBy();
        return !known.allowlisted() ? "no" : entry == null ? "yes, by default" : "yes: " + entry.label();
    }

    private static String place(Place place) {
        String country = place.country() == null ? "country unknown" : place.country();
        return place.asNumber() == 0 ? country : country + ", AS" + place.asNumber() + " " + place.asOrganization();
    }

    private static String finding(Finding finding) {
        return "%s, %d points: %s  asked %s"
                .formatted(
                        lower(finding.opinion()),
                        finding.points(),
                        finding.summary(),
                        STAMP.format(finding.checkedAt()));
    }

    private static String assessment(Assessment seen) {
        return "%s  %3d %-8s  %s  %s"
                .formatted(
                        STAMP.format(seen.time()),
                        seen.score(),
                        lower(seen.level()),
                        seen.host(),
                        seen.scenarios().isEmpty() ? details(seen) : String.join(", ", seen.scenarios()));
    }

    private void row(String name, String value) {
        out.println("  " + Excerpt.of("%-12s %s".formatted(name, value), WIDTH));
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
