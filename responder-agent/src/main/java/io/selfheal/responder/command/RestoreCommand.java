package io.selfheal.responder.command;

import io.selfheal.responder.backup.DatabaseRestore;
import io.selfheal.responder.backup.Restore;
import io.selfheal.responder.care.Care;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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
            description =
                    "Below which directory (default: ${DEFAULT-VALUE}). Database dumps are only put elsewhere, or loaded by --database.")
    private Path to = Path.of("/");

    @Option(
            names = "--database",
            paramLabel = "NAME",
            description = "Load the dump of this database instead, in one piece or not at all.")
    private Optional<String> database = Optional.empty();

    @Option(
            names = "--into",
            paramLabel = "NAME",
            description = "With --database: into which database (default: of the same name); it is made if missing.")
    private Optional<String> into = Optional.empty();

    @Option(
            names = "--replace",
            description = "With --database: also where the database is not empty; what is in it is dumped first.")
    private boolean replace;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            defaultValue = "/etc/selfheal/care.yaml",
            description = "With --database: where the database's programs are named (default: ${DEFAULT-VALUE}).")
    private Path config = Path.of("/etc/selfheal/care.yaml");

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
        if (database.isPresent()) {
            return loaded(database.get());
        }
        if (into.isPresent() || replace) {
            throw new ParameterException(spec.commandLine(), "--into and --replace go with --database");
        }
        Restore restore = new Restore(archive, key(), to, only);
        PrintWriter out = spec.commandLine().getOut();
        if (apply) {
            Restore.Done done = applied(restore, change -> show(change, out));
            done.notes().forEach(spec.commandLine().getErr()::println);
            done.before().ifPresent(saved -> say(out, "what was there before: " + saved));
            say(out, done.written() + " paths put back");
        } else {
            Restore.Preview preview = restore.preview(change -> {
                if (change.effect() != Restore.Effect.SAME) {
                    show(change, out);
                }
            });
            say(
                    out,
                    preview.changing() + " paths would change, " + preview.same()
                            + " are as they were. Nothing was written; --apply does it.");
        }
        out.flush();
        return 0;
    }

    private int loaded(String name) throws IOException {
        String target = into.orElse(name);
        if (!only.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--database goes without a PATH");
        }
        CareOptions options = new CareOptions();
        options.config = config;
        Care care = options.care();
        DatabaseRestore restore =
                new DatabaseRestore(archive, key(), name, target, engine -> care.tools(engine, name, target));
        PrintWriter out = spec.commandLine().getOut();
        if (apply) {
            DatabaseRestore.Done done = applied(restore);
            done.before().ifPresent(saved -> say(out, "what was there before: " + saved));
            say(out, done.dump() + " was loaded into " + target + ": " + done.tables() + " tables");
            print(out, done.dump(), target, Map.of("loaded", true, "tables", done.tables()));
        } else {
            DatabaseRestore.Preview preview = restore.preview();
            say(out, preview.dump() + " would be loaded; " + preview.there());
            preview.obstacle().ifPresent(obstacle -> say(out, obstacle));
            say(out, "Nothing was written; --apply does it.");
            print(out, preview.dump(), target, Map.of("loaded", false, "there", preview.there()));
        }
        out.flush();
        return 0;
    }

    private void print(PrintWriter out, String dump, String target, Map<String, Object> more) {
        if (json) {
            Map<String, Object> map = new LinkedHashMap<>(Map.of("dump", dump, "database", target));
            map.putAll(more);
            out.println(Json.write(map));
        }
    }

    private DatabaseRestore.Done applied(DatabaseRestore restore) throws IOException {
        String name = String.valueOf(archive.getFileName());
        try {
            DatabaseRestore.Done done = restore.apply(replace, InstantSource.system());
            List<String> notes = new ArrayList<>(List.of(done.dump() + " was loaded: " + done.tables() + " tables"));
            done.before().ifPresent(saved -> notes.add("what was there before: " + saved));
            String path = archive.toAbsolutePath().toString();
            BackupReport report = new BackupReport(path, Files.size(archive), 1, notes, List.of());
            tell(new CareReport(ActionKind.RESTORE, name, "", Optional.of(report)));
            return done;
        } catch (IOException e) {
            tell(new CareReport(ActionKind.RESTORE, name, Excerpt.of(why(e), 200), Optional.empty()));
            throw e;
        }
    }

    private static String why(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private Restore.Done applied(Restore restore, Restore.Told told) throws IOException {
        String name = String.valueOf(archive.getFileName());
        try {
            Restore.Done done = restore.apply(
                    archive.toAbsolutePath().getParent(), new CareOptions().host(), InstantSource.system(), told);
            List<String> notes = new ArrayList<>(done.notes());
            done.before().ifPresent(saved -> notes.add("what was there before: " + saved));
            tell(new CareReport(
                    ActionKind.RESTORE,
                    name,
                    "",
                    Optional.of(new BackupReport(
                            archive.toAbsolutePath().toString(),
                            Files.size(archive),
                            done.written(),
                            notes,
                            List.of()))));
            return done;
        } catch (IOException e) {
            tell(new CareReport(ActionKind.RESTORE, name, Excerpt.of(why(e), 200), Optional.empty()));
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

    private void show(Restore.Change change, PrintWriter out) {
        if (json) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("path", change.text());
            map.put("effect", change.effect());
            out.println(Json.write(map));
        } else {
            out.println((change.effect() == Restore.Effect.NEW ? "new      " : "changed  ")
                    + Excerpt.of(change.text(), 500));
        }
    }

    private void say(PrintWriter out, String text) {
        if (!json) {
            out.println(text);
        }
    }
}
