package io.selfheal.responder.care;

import io.selfheal.responder.backup.Result;
import io.selfheal.responder.check.Finding;
import io.selfheal.schemas.outcome.Detail;
import io.selfheal.schemas.outcome.Detail.BackupReport;
import io.selfheal.schemas.outcome.Detail.UpdateReport;
import io.selfheal.schemas.outcome.Outcome.ActionKind;
import io.selfheal.schemas.text.Excerpt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How a backup, a restore or a check ended, on its way from the command that did it to the responder, which tells the
 * fleet. It fits into one request of the control socket: at most {@value #MOST} lines of {@value #LONGEST} characters.
 *
 * @param act back up, restore, restore for trial, or check
 * @param target the backup's name, or what was looked at
 * @param failure why it failed; empty when it did not
 * @param detail what came of it
 * @param overdue how many urgent updates wait for too long
 */
public record CareReport(ActionKind act, String target, String failure, Optional<Detail> detail, int overdue) {
    private static final int MOST = 40;
    private static final int LONGEST = 200;
    private static final Map<String, ActionKind> ACTS = Map.of(
            "back_up", ActionKind.BACK_UP,
            "restore", ActionKind.RESTORE,
            "try_restore", ActionKind.TRY_RESTORE,
            "check_updates", ActionKind.CHECK_UPDATES);

    /** Nothing is overdue. */
    public CareReport(ActionKind act, String target, String failure, Optional<Detail> detail) {
        this(act, target, failure, detail, 0);
    }

    public boolean isOk() {
        return failure.isEmpty();
    }

    /** Of a backup, or of its restore for trial. */
    public static CareReport of(ActionKind act, Result result) {
        return switch (result) {
            case Result.Done d ->
                new CareReport(
                        act,
                        d.job(),
                        "",
                        Optional.of(new BackupReport(
                                d.archive().toString(), d.bytes(), d.entries(), some(d.notes()), some(d.deleted()))));
            case Result.Stored s ->
                new CareReport(
                        act,
                        s.job(),
                        "",
                        Optional.of(new BackupReport(s.volume(), s.bytes(), 0, some(s.notes()), some(s.deleted()))));
            case Result.Failed f -> new CareReport(act, f.job(), why(f.why()), Optional.empty());
        };
    }

    /** Of a check; nothing where there was nothing to look at. */
    public static Optional<CareReport> of(Finding finding) {
        return switch (finding) {
            case Finding.Looked l -> {
                List<String> found = some(l.lines());
                Detail detail = new UpdateReport(
                        l.urgent(), found, some(l.hints()), l.lines().size() - found.size());
                yield Optional.of(
                        new CareReport(ActionKind.CHECK_UPDATES, l.check(), "", Optional.of(detail), l.overdue()));
            }
            case Finding.NotHere n -> Optional.empty();
            case Finding.Failed f ->
                Optional.of(new CareReport(ActionKind.CHECK_UPDATES, f.check(), why(f.why()), Optional.empty()));
        };
    }

    /** What is sent. */
    public Map<String, Object> request() {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("command", "report");
        request.put("act", act.name().toLowerCase(Locale.ROOT));
        request.put("target", target);
        request.put("failure", failure);
        if (detail.orElse(null) instanceof BackupReport backup) {
            request.put("archive", backup.archive());
            request.put("bytes", backup.bytes());
            request.put("entries", backup.entries());
            request.put("notes", backup.notes());
            request.put("deleted", backup.deleted());
        }
        if (detail.orElse(null) instanceof UpdateReport updates) {
            request.put("urgent", updates.urgent());
            request.put("overdue", (long) overdue);
            request.put("found", updates.found());
            request.put("hints", updates.hints());
            request.put("left_out", updates.leftOut());
        }
        return request;
    }

    /**
     * Reads what was sent.
     *
     * @throws IllegalArgumentException if it is no report, saying what is allowed
     */
    static CareReport of(Map<String, Object> request) {
        ActionKind act = ACTS.get(text(request, "act"));
        if (act == null) {
            throw new IllegalArgumentException("act is unknown; allowed: back_up, restore, try_restore, check_updates");
        }
        Detail detail = null;
        long overdue = 0;
        if (request.containsKey("archive")) {
            detail = new BackupReport(
                    text(request, "archive"),
                    number(request, "bytes"),
                    (int) Math.min(Integer.MAX_VALUE, number(request, "entries")),
                    texts(request, "notes"),
                    texts(request, "deleted"));
        } else if (request.containsKey("urgent")) {
            // A command that was installed before this responder does not say it.
            overdue = request.containsKey("overdue") ? number(request, "overdue") : 0;
            detail = new UpdateReport(
                    (int) Math.min(Integer.MAX_VALUE, number(request, "urgent")),
                    texts(request, "found"),
                    texts(request, "hints"),
                    (int) Math.min(Integer.MAX_VALUE, number(request, "left_out")));
        }
        String failure = request.get("failure") instanceof String why ? why(why) : "";
        return new CareReport(act, text(request, "target"), failure, Optional.ofNullable(detail), (int)
                Math.min(Integer.MAX_VALUE, overdue));
    }

    private static String why(String text) {
        return Excerpt.of(text, LONGEST);
    }

    private static List<String> some(List<String> lines) {
        return lines.stream().limit(MOST).map(CareReport::why).toList();
    }

    private static String text(Map<String, Object> request, String name) {
        if (request.get(name) instanceof String text && !text.isEmpty()) {
            return Excerpt.of(text, LONGEST);
        }
        throw new IllegalArgumentException(name + " is missing; allowed: text");
    }

    private static long number(Map<String, Object> request, String name) {
        if (request.get(name) instanceof Long number && number >= 0) {
            return number;
        }
        throw new IllegalArgumentException(name + " is no number; allowed: 0 or more");
    }

    private static List<String> texts(Map<String, Object> request, String name) {
        if (!(request.get(name) instanceof List<?> list)) {
            throw new IllegalArgumentException(name + " is no list; allowed: a list of texts");
        }
        List<String> texts = new ArrayList<>();
        list.forEach(each -> texts.add(String.valueOf(each)));
        return some(texts);
    }
}
