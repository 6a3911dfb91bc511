package io.selfheal.responder.command;

import io.selfheal.responder.backup.Backups;
import io.selfheal.responder.backup.Result;
import io.selfheal.responder.care.Care;
import io.selfheal.responder.care.CareReport;
import io.selfheal.responder.care.Work;
import io.selfheal.responder.guest.GuestBackups;
import io.selfheal.responder.json.Json;
import io.selfheal.responder.proxmox.ProxmoxException;
import io.selfheal.schemas.outcome.Outcome.ActionKind;
import io.selfheal.schemas.text.Excerpt;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code selfheal backup}. Exit status: 0 all done, 1 at least one failed, 2 wrong use. */
@Command(name = "backup", description = "Make this node's backups, list them, or restore them for trial.")
public final class BackupCommand implements Callable<Integer> {
    @Mixin
    private CareOptions options = new CareOptions();

    @Option(names = "--due", description = "Only those whose time has come, and trial restores that are due.")
    private boolean due;

    @Option(names = "--list", description = "Show the archives that are kept.")
    private boolean list;

    @Option(
            names = "--test",
            description = "Restore the youngest archive of each below a directory of its own; not of guests.")
    private boolean test;

    @Parameters(paramLabel = "NAME", arity = "0..*", description = "Which backups; all of care.yaml if left out.")
    private List<String> names = List.of();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Care care = options.care();
        List<Work> jobs = jobs(care);
        PrintWriter out = spec.commandLine().getOut();
        if (list) {
            list(care, jobs, out);
            return 0;
        }
        if (jobs.isEmpty()) {
            say(out, due ? "no backup is due" : "no backups are configured in " + options.config);
        }
        boolean failed = false;
        for (Work job : due ? care.due() : jobs) {
            if (test && names.isEmpty() && job instanceof Work.OfGuest) {
                continue;
            }
            failed |= test
                    ? tell(ActionKind.TRY_RESTORE, care.tryRestore(job), out)
                    : tell(ActionKind.BACK_UP, care.backUp(job), out);
        }
        if (due) {
            failed |= trials(care, jobs, out);
        }
        out.flush();
        return failed ? 1 : 0;
    }

    private List<Work> jobs(Care care) {
        try {
            return care.jobs(names);
        } catch (IllegalArgumentException e) {
            throw new picocli.CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private boolean trials(Care care, List<Work> jobs, PrintWriter out) throws IOException {
        boolean failed = false;
        for (Work job : jobs) {
            String stamp = "trial-" + job.name();
            if (care.isTrialDue(job, options.stamps().last(stamp))) {
                Result result = care.tryRestore(job);
                failed |= tell(ActionKind.TRY_RESTORE, result, out);
                if (result instanceof Result.Done) {
                    options.stamps().done(stamp, Instant.now());
                }
            }
        }
        return failed;
    }

    /** True if it failed. */
    private boolean tell(ActionKind act, Result result, PrintWriter out) {
        options.report(CareReport.of(act, result), spec.commandLine().getErr());
        String what = act == ActionKind.BACK_UP ? "backup" : "trial restore";
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("type", what);
        String text =
                switch (result) {
                    case Result.Done done -> {
                        map.put("job", done.job());
                        map.put("ok", true);
                        map.put("archive", done.archive());
                        map.put("bytes", done.bytes());
                        map.put("entries", done.entries());
                        map.put("notes", done.notes());
                        map.put("deleted", done.deleted());
                        yield what + " " + done.job() + ": " + done.archive() + ", " + done.entries() + " entries, "
                                + size(done.bytes()) + notes(done.notes(), done.deleted());
                    }
                    case Result.Stored stored -> {
                        map.put("job", stored.job());
                        map.put("ok", true);
                        map.put("archive", stored.volume());
                        map.put("bytes", stored.bytes());
                        map.put("notes", stored.notes());
                        map.put("deleted", stored.deleted());
                        yield what + " " + stored.job() + ": " + stored.volume() + ", " + size(stored.bytes())
                                + notes(stored.notes(), stored.deleted());
                    }
                    case Result.Failed failed -> {
                        map.put("job", failed.job());
                        map.put("ok", false);
                        map.put("error", failed.why());
                        yield what + " " + failed.job() + " FAILED: " + Excerpt.of(failed.why(), 500);
                    }
                };
        out.println(options.json ? Json.write(map) : text);
        return result instanceof Result.Failed;
    }

    private static String notes(List<String> notes, List<String> deleted) {
        StringBuilder text = new StringBuilder();
        notes.stream().limit(10).forEach(note -> text.append("\n  ! ").append(Excerpt.of(note, 200)));
        deleted.forEach(old -> text.append("\n  let go: ").append(old));
        return text.toString();
    }

    private void list(Care care, List<Work> jobs, PrintWriter out) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        for (Work work : jobs) {
            switch (work) {
                case Work.Files files -> {
                    try {
                        list(files, rows, out);
                    } catch (IOException e) {
                        spec.commandLine().getErr().println(files.name() + " cannot be listed: " + e.getMessage());
                    }
                }
                case Work.OfGuest guest -> {
                    try {
                        list(guest, care.kept(guest), rows, out);
                    } catch (ProxmoxException e) {
                        spec.commandLine().getErr().println(guest.name() + " cannot be listed: " + e.getMessage());
                    }
                }
            }
        }
        if (!options.json) {
            Table.print(List.of("JOB", "CREATED", "SIZE", "ENTRIES", "ENCRYPTED", "ARCHIVE"), rows, out);
        }
        out.flush();
    }

    private void list(Work.Files files, List<List<String>> rows, PrintWriter out) throws IOException {
        for (Backups.Archive archive : Backups.list(files.job(), Instant.now())) {
            if (options.json) {
                out.println(Json.write(Map.of(
                        "job", files.name(),
                        "archive", archive.file(),
                        "created", archive.created(),
                        "bytes", archive.bytes(),
                        "entries", archive.entries(),
                        "encrypted", archive.encrypted())));
            }
            rows.add(List.of(
                    files.name(),
                    archive.created().toString(),
                    size(archive.bytes()),
                    Integer.toString(archive.entries()),
                    archive.encrypted() ? "age" : "no",
                    archive.file().toString()));
        }
    }

    private void list(Work.OfGuest guest, List<GuestBackups.Backup> kept, List<List<String>> rows, PrintWriter out) {
        for (GuestBackups.Backup backup : kept) {
            if (options.json) {
                out.println(Json.write(Map.of(
                        "job", guest.name(),
                        "archive", backup.id(),
                        "created", backup.created(),
                        "bytes", backup.bytes())));
            }
            rows.add(List.of(guest.name(), backup.created().toString(), size(backup.bytes()), "-", "-", backup.id()));
        }
    }

    private void say(PrintWriter out, String text) {
        if (!options.json) {
            out.println(text);
        }
    }

    static String size(long bytes) {
        return bytes >= 1 << 20 ? (bytes >> 20) + " MiB" : bytes >= 1 << 10 ? (bytes >> 10) + " KiB" : bytes + " B";
    }
}
