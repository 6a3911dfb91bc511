package io.selfheal.responder.care;

import io.selfheal.schemas.outcome.Outcome.ActionKind;
import io.selfheal.schemas.outcome.Outcome.Status;
import io.selfheal.schemas.text.Excerpt;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a digest says: counts since the last one, and of each check and each backup what was last known of it, which
 * stays over digests. Not safe for several threads.
 */
final class Day {
    private static final int MOST = 100;
    private static final int LONGEST = 160;
    private static final Duration FORGOTTEN = Duration.ofDays(60);
    private static final Duration OLD = Duration.ofHours(36);
    private static final String BLOCK = "block ";
    private static final String UNIT = "unit ";
    private static final String ALERT = "alert ";

    private Instant since;
    private final Map<String, Long> counts = new TreeMap<>();
    private final Map<String, Known> checks = new TreeMap<>();
    private final Map<String, Known> made = new TreeMap<>();
    private final Map<String, Known> failed = new TreeMap<>();

    /** @param wants how many things wait for somebody */
    private record Known(Instant at, long wants, String text) {}

    private Day(Instant since) {
        this.since = since;
    }

    /** From what {@link #lines} wrote; a day that begins now if there is nothing. */
    static Day read(List<Map<String, Object>> lines, Instant now) {
        Day day = new Day(now);
        lines.forEach(line -> day.read(line, now));
        return day;
    }

    private void read(Map<String, Object> line, Instant now) {
        String name = Objects.toString(line.get("name"), "");
        long number = line.get("number") instanceof Long n ? n : 0;
        switch (Objects.toString(line.get("what"), "")) {
            case "since" -> since = at(line, now);
            case "count" -> counts.put(name, number);
            case "check" -> checks.put(name, known(line, number, now));
            case "made" -> made.put(name, known(line, number, now));
            case "failed" -> failed.put(name, known(line, number, now));
            default -> {}
        }
    }

    private static Known known(Map<String, Object> line, long number, Instant now) {
        return new Known(at(line, now), number, Objects.toString(line.get("text"), ""));
    }

    /** Now, where another version wrote it otherwise. */
    private static Instant at(Map<String, Object> line, Instant now) {
        try {
            return Instant.parse(Objects.toString(line.get("at"), ""));
        } catch (DateTimeException e) {
            return now;
        }
    }

    List<Map<String, Object>> lines() {
        List<Map<String, Object>> lines = new ArrayList<>();
        lines.add(Map.of("what", "since", "at", since));
        counts.forEach((name, number) -> lines.add(Map.of("what", "count", "name", name, "number", number)));
        write("check", checks, lines);
        write("made", made, lines);
        write("failed", failed, lines);
        return lines;
    }

    private static void write(String what, Map<String, Known> map, List<Map<String, Object>> lines) {
        map.forEach((name, known) -> lines.add(
                Map.of("what", what, "name", name, "at", known.at(), "number", known.wants(), "text", known.text())));
    }

    Instant since() {
        return since;
    }

    String sinceText() {
        return since.truncatedTo(ChronoUnit.MINUTES).toString();
    }

    /** Counts from zero; what nobody did for two months, like a backup that is no longer configured, is forgotten. */
    void begin(Instant now) {
        since = now;
        counts.clear();
        List.of(checks, made, failed)
                .forEach(map -> map.values()
                        .removeIf(known -> known.at().plus(FORGOTTEN).isBefore(now)));
    }

    void count(ActionKind action, Status status) {
        count(BLOCK + (action == ActionKind.BLOCK ? "" : "drift ") + word(status));
    }

    void countUnit(String unit, Status status) {
        count(UNIT + unit + " " + word(status));
    }

    void countAlert(String kind) {
        count(ALERT + kind);
    }

    private void count(String what) {
        if (counts.containsKey(what) || counts.size() < MOST) {
            counts.merge(what, 1L, Long::sum);
        }
    }

    void check(String name, int wants, String text, Instant at) {
        put(checks, name, new Known(at, wants, Excerpt.of(text, LONGEST)));
    }

    void backup(String name, boolean hasFailed, Instant at) {
        put(hasFailed ? failed : made, name, new Known(at, hasFailed ? 1 : 0, ""));
        if (!hasFailed) {
            failed.remove(name);
        }
    }

    private static void put(Map<String, Known> map, String name, Known known) {
        if (map.containsKey(name) || map.size() < MOST) {
            map.put(name, known);
        }
    }

    /** How many checks found something, backups failed and kinds of alerts were sent. */
    int wanting() {
        long found = checks.values().stream().filter(check -> check.wants() > 0).count();
        long alerts =
                counts.keySet().stream().filter(key -> key.startsWith(ALERT)).count();
        return (int) (found + failed.size() + alerts);
    }

    /** At most eight, which is what one message shows of an alert's labels. */
    Map<String, String> facts(Instant now) {
        Map<String, String> facts = new TreeMap<>();
        List<String> others = new ArrayList<>();
        checks.forEach((name, check) -> {
            switch (name) {
                case "packages", "firmware", "restarts" -> facts.put(name, check.text() + age(check, now));
                default -> others.add(name + " " + check.text() + age(check, now));
            }
        });
        if (!others.isEmpty()) {
            facts.put("other checks", String.join("; ", others));
        }
        facts.put("alerts", listed(ALERT, "none"));
        facts.put("backups", backups(now));
        facts.put("blocks", listed(BLOCK, "none"));
        facts.put("services", listed(UNIT, "none had to be healed"));
        return facts;
    }

    private String listed(String prefix, String otherwise) {
        String all = counts.entrySet().stream()
                .filter(each -> each.getKey().startsWith(prefix))
                .map(each -> each.getValue() + "× " + each.getKey().substring(prefix.length()))
                .collect(Collectors.joining(", "));
        return all.isEmpty() ? otherwise : all;
    }

    private String backups(Instant now) {
        List<String> all = new ArrayList<>();
        failed.forEach((name, known) -> all.add(name + " FAILED " + ago(known.at(), now)
                + (made.containsKey(name) ? "" : ", none known that was made")));
        made.forEach((name, known) -> all.add(name + " made " + ago(known.at(), now)));
        return all.isEmpty() ? "none known" : String.join(", ", all);
    }

    private static String age(Known check, Instant now) {
        return check.at().plus(OLD).isBefore(now) ? " (" + ago(check.at(), now) + ")" : "";
    }

    private static String ago(Instant at, Instant now) {
        Duration age = Duration.between(at, now);
        return age.toHours() < 48 ? Math.max(0, age.toHours()) + " h ago" : age.toDays() + " d ago";
    }

    private static String word(Status status) {
        return switch (status) {
            case APPLIED -> "done";
            case ALREADY_IN_FORCE -> "in force already";
            case LIFTED -> "lifted";
            case SIMULATED -> "simulated";
            case REFUSED -> "refused";
            case FAILED -> "failed";
            case WAITING -> "waiting for approval";
            case ACCEPTED -> "begun";
            case SKIPPED_COOLDOWN -> "skipped";
        };
    }
}
