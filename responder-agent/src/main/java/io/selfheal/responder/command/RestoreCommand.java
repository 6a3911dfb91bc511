package io.selfheal.responder.command;

import io.selfheal.responder.backup.Restore;
import io.selfheal.responder.care.CareReport;
import io.selfheal.responder.json.Json;
import io.selfheal.schemas.outcome.Detail.BackupReport;
import io.selfheal.schemas.outcome.Outcome.ActionKind;
import io.selfheal.schemas.text.Excerpt;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code selfheal restore}. Without {@code --apply} it only shows what it would do. */
@Command(name = "restore", description = "Show what an archive would put back, or put it back.")
public final class RestoreCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "ARCHIVE", description = "As shown by: selfheal backup --list.")
    private Path archive = Path.of("");

    @Parameters(
            index = "1..*",
            paramLabel = "PATH",
            arity = "0..*",
            description = "What is put back, with all below it; everything if left out.")
    private List<Path> only = List.of();

    @Option(names = "--apply", description = "Put it back; what is overwritten is archived first.")
    private boolean apply;

    @Option(
            names = "--to",
            paramLabel = "DIRECTORY",
            defaultValue = "/",
            description = "Below which directory (default: ${DEFAULT-VALUE}). Database dumps are only put elsewhere.")
    private Path to = Path.of("/");

    @Option(
            names = "--identity",
            paramLabel = "FILE",
            description = "The age identity that opens an encrypted archive (AGE-SECRET-KEY-1…).")
    private Optional<Path> identity = Optional.empty();

    @Option(
            names = "--socket",
            paramLabel = "PATH",
            defaultValue = "/run/selfheal/responder.sock",
            description = "The responder's socket; it tells the fleet what was put back (default: ${DEFAULT-VALUE}).")
    private Path socket = Path.of("/run/selfheal/responder.sock");

    @Option(names = "--json", description = "Print one object for each path.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Restore restore = new Restore(archive, key(), to, only);
        PrintWriter out = spec.commandLine().getOut();
        if (apply) {
            Restore.Done done = applied(restore);
            show(done.written(), out);
            done.before().ifPresent(saved -> say(out, "what was there before: " + saved));
            say(out, done.written().size() + " paths put back");
        } else {
            List<Restore.Change> changes = restore.preview();
            show(
                    changes.stream()
                            .filter(change -> change.effect() != Restore.Effect.SAME)
                            .toList(),
                    out);
            long same = changes.stream()
                    .filter(change -> change.effect() == Restore.Effect.SAME)
                    .count();
            say(
                    out,
                    (changes.size() - same) + " paths would change, " + same
                            + " are as they were. Nothing was written; --apply does it.");
        }
        out.flush();
        return 0;
    }

    private Restore.Done applied(Restore restore) throws IOException {
        String name = String.valueOf(archive.getFileName());
        try {
            Restore.Done done = restore.apply(
                    archive.toAbsolutePath().getParent(), new CareOptions().host(), InstantSource.system());
            List<String> notes = done.before().map(saved -> "what was there before: " + saved).stream()
                    .toList();
            tell(new CareReport(
                    ActionKind.RESTORE,
                    name,
                    "",
                    Optional.of(new BackupReport(
                            archive.toAbsolutePath().toString(),
                            Files.size(archive),
                            done.written().size(),
                            notes,
                            List.of()))));
            return done;
        } catch (IOException e) {
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            tell(new CareReport(ActionKind.RESTORE, name, Excerpt.of(why, 200), Optional.empty()));
            throw e;
        }
    }

    private void tell(CareReport report) {
        ToldResponder.tell(socket, report, spec.commandLine().getErr());
    }

    private Optional<String> key() throws IOException {
        if (identity.isEmpty()) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(identity.get())) {
            return Optional.of(lines.filter(line -> line.startsWith("AGE-SECRET-KEY-"))
                    .findFirst()
                    .orElseThrow(() -> new IOException(identity.get() + " holds no age identity (AGE-SECRET-KEY-1…)")));
        }
    }

    private void show(List<Restore.Change> changes, PrintWriter out) {
        for (Restore.Change change : changes) {
            if (json) {
                Map<String, Object> map = new LinkedHashMap<>();
                map.put("path", change.path());
                map.put("effect", change.effect());
                out.println(Json.write(map));
            } else {
                out.println((change.effect() == Restore.Effect.NEW ? "new      " : "changed  ")
                        + Excerpt.of(change.path().toString(), 500));
            }
        }
    }

    private void say(PrintWriter out, String text) {
        if (!json) {
            out.println(text);
        }
    }
}
