package io.selfheal.responder.backup;

import io.selfheal.responder.backup.DatabaseDump.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Loads a database's dump out of an archive into a database (ACT-65). What stands in its way is asked first; what is
 * replaced is dumped first; a load that fails leaves the target as it was.
 */
public final class DatabaseRestore {
    private static final String SCRATCH = "restore-database";

    private final Path archive;
    private final Optional<String> identity;
    private final String database;
    private final String target;
    private final Function<Engine, Tools> tools;

    /**
     * What a database's own programs are.
     *
     * @param server by its client
     * @param dump of the target
     */
    public record Tools(DatabaseServer server, DatabaseDump dump) {}

    /**
     * What stands there, and what would be done.
     *
     * @param there what is known of the target
     * @param obstacle why it is not done without more words; empty if nothing is lost by it
     */
    public record Preview(String dump, String there, Optional<String> obstacle) {}

    /**
     * What was done.
     *
     * @param before the dump of what was replaced; empty if nothing was
     */
    public record Done(String dump, long tables, Optional<Path> before) {}

    /**
     * @param identity the age identity; empty for an archive that is not encrypted
     * @param database whose dump is meant
     * @param target into which it is loaded
     */
    public DatabaseRestore(
            Path archive, Optional<String> identity, String database, String target, Function<Engine, Tools> tools) {
        this.archive = archive.toAbsolutePath();
        this.identity = identity;
        this.database = database;
        this.target = target;
        this.tools = tools;
    }

    private Path folder() {
        return Objects.requireNonNull(archive.getParent());
    }

    private Engine engine() throws IOException {
        List<String> dumps = new ArrayList<>();
        new Restore(archive, identity, folder(), List.of(Path.of(Backups.DUMPS)))
                .preview(change -> dumps.add(String.valueOf(change.path().getFileName())));
        List<Engine> engines = Stream.of(Engine.values())
                .filter(engine -> dumps.contains(DatabaseDump.name(engine, database)))
                .toList();
        if (engines.size() != 1) {
            String found = dumps.isEmpty() ? "no dump" : String.join(", ", dumps);
            throw new IOException("the archive holds " + (engines.isEmpty() ? "no dump" : "two dumps")
                    + " of a database " + database + "; there: " + found);
        }
        return engines.getFirst();
    }

    /** Changes nothing. */
    public Preview preview() throws IOException {
        Engine engine = engine();
        return preview(engine, tools.apply(engine).server());
    }

    private Preview preview(Engine engine, DatabaseServer server) throws IOException {
        String dump = DatabaseDump.name(engine, database);
        if (!server.exists(target)) {
            return new Preview(dump, "the database " + target + " does not exist", Optional.empty());
        }
        return server.isEmpty(target)
                ? new Preview(dump, "the database " + target + " is empty", Optional.empty())
                : new Preview(
                        dump,
                        "the database " + target + " holds " + server.tables(target) + " tables",
                        Optional.of("the database " + target + " is not empty; --replace dumps it first, then puts the"
                                + " archive's in its place"));
    }

    /**
     * @param replace whether a target that is not empty gives way
     * @throws IOException if it is not done; the message says what stands there now
     */
    public Done apply(boolean replace, InstantSource clock) throws IOException {
        // The archive is read to its end for this, so once.
        Engine engine = engine();
        Tools used = tools.apply(engine);
        Preview preview = preview(engine, used.server());
        if (preview.obstacle().isPresent() && !replace) {
            throw new IOException(preview.obstacle().get());
        }
        Destination destination = Destination.open(folder(), 0);
        try (Destination.Scratch held = destination.scratch(SCRATCH)) {
            Path scratch = held.path();
            String inside = Backups.DUMPS + "/" + preview.dump();
            new Restore(archive, identity, scratch, List.of(Path.of(inside))).apply(scratch, "", clock, change -> {});
            Path dump = scratch.resolve(inside);
            if (preview.obstacle().isEmpty()) {
                fill(used.server(), dump);
                return new Done(preview.dump(), used.server().tables(target), Optional.empty());
            }
            Path before = folder().resolve("before-restore-" + clock.instant().toEpochMilli() + "-"
                    + DatabaseDump.name(engine, target));
            used.dump().writeTo(before, destination::sparing);
            switch (engine) {
                case POSTGRESQL -> replaceAtOnce(used.server(), dump);
                case MYSQL -> replace(used.server(), dump, before);
            }
            return new Done(preview.dump(), used.server().tables(target), Optional.of(before));
        }
    }

    private void fill(DatabaseServer server, Path dump) throws IOException {
        boolean there = server.exists(target);
        String creation = server.creation(target, there ? target : database);
        if (!there) {
            server.create(creation);
        }
        try {
            server.load(dump, database, target, false);
        } catch (IOException e) {
            // It was empty, or not there: so it is again.
            if (!there || server.engine() == Engine.MYSQL) {
                server.drop(target);
            }
            if (there && server.engine() == Engine.MYSQL) {
                server.create(creation);
            }
            throw new IOException(
                    "the dump does not load, and " + target + (there ? " is empty" : " is not there") + " as before: "
                            + e.getMessage(),
                    e);
        }
    }

    private void replaceAtOnce(DatabaseServer server, Path dump) throws IOException {
        try {
            server.load(dump, database, target, true);
        } catch (IOException e) {
            throw new IOException("the dump does not load, and " + target + " is as it was: " + e.getMessage(), e);
        }
    }

    /** MySQL has no transaction for this: what does not load is found out beside it. */
    private void replace(DatabaseServer server, Path dump, Path before) throws IOException {
        try {
            new TrialLoad(server, 0).of(dump, database, "restore");
        } catch (IOException e) {
            throw new IOException("the dump does not load, and " + target + " is as it was: " + e.getMessage(), e);
        }
        String creation = server.creation(target, target);
        server.drop(target);
        server.create(creation);
        try {
            server.load(dump, database, target, false);
        } catch (IOException e) {
            putBack(server, creation, before, e);
        }
    }

    private void putBack(DatabaseServer server, String creation, Path before, IOException cause) throws IOException {
        try {
            server.drop(target);
            server.create(creation);
            server.load(before, target, target, false);
        } catch (IOException e) {
            throw new IOException(
                    "the dump does not load, nor does what was there before, which is in " + before + "; " + target
                            + " holds a part at most: " + cause.getMessage() + "; " + e.getMessage(),
                    e);
        }
        throw new IOException(
                "the dump does not load, and " + target + " was put back as it was: " + cause.getMessage(), cause);
    }
}
