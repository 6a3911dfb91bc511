package io.selfheal.responder.backup;

import io.selfheal.responder.program.ExternalProgram;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A dump by the database's own tool. It counts only if the tool says that it succeeded and the dump ends as a complete
 * one does: a dump cut off by a full disk or a lost connection must never look like a backup (ACT-59).
 */
public final class DatabaseDump {
    private static final int TAIL = 512;
    private static final int QUOTED = 300;

    /** Which database; how its dump ends when it is complete. */
    public enum Engine {
        /** {@code pg_dump} in plain format ends with this comment. */
        POSTGRESQL("-- PostgreSQL database dump complete"),
        /** {@code mysqldump} and {@code mariadb-dump} end with this one, unless told {@code --skip-dump-date}. */
        MYSQL("-- Dump completed");

        private final String end;

        Engine(String end) {
            this.end = end;
        }
    }

    private final Engine engine;
    private final String database;
    private final ExternalProgram program;
    private final Optional<DatabaseServer> trial;

    /** @param program the tool with everything but the database's name */
    public DatabaseDump(Engine engine, String database, ExternalProgram program) {
        this(engine, database, program, Optional.empty());
    }

    /** @param trial the server into which a trial restore loads it; empty: it does not */
    public DatabaseDump(Engine engine, String database, ExternalProgram program, Optional<DatabaseServer> trial) {
        this.engine = engine;
        this.database = database;
        this.program = program;
        this.trial = trial;
    }

    String name() {
        return name(engine, database);
    }

    /** How it is called in an archive. */
    static String name(Engine engine, String database) {
        return engine.name().toLowerCase(Locale.ROOT) + "-" + database + ".sql";
    }

    /**
     * Loads it for trial, if that is wanted.
     *
     * @param dump it, as it came out of the archive
     * @return what came of it, for people; empty if it is not wanted
     * @throws IOException if it does not load
     */
    Optional<String> tryLoad(Path dump, String job, long spare) throws IOException {
        if (trial.isEmpty() || !Files.exists(dump)) {
            return Optional.empty();
        }
        try {
            long tables = new TrialLoad(trial.get(), spare).of(dump, database, job);
            return Optional.of(name() + " was loaded: " + tables + " tables");
        } catch (IOException e) {
            throw new IOException(name() + " does not load: " + e.getMessage(), e);
        }
    }

    /**
     * Writes the dump into a file that only its owner may read.
     *
     * @param sparing keeps the dump from filling the disk
     * @throws IOException if the tool fails, or what it wrote is not complete
     */
    void writeTo(Path file, UnaryOperator<OutputStream> sparing) throws IOException {
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Files.newByteChannel(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)
                .close();
        ExternalProgram.Run<Long> run =
                program.run(List.of("--", database), ExternalProgram.Input.NONE, in -> copy(in, file, sparing));
        if (!run.succeeded()) {
            throw new IOException("the dump of " + database + " failed with status " + run.exit() + ": "
                    + io.selfheal.schemas.text.Excerpt.of(run.errors().strip(), QUOTED));
        }
        if (!tail(file).contains(engine.end)) {
            throw new IOException("the dump of " + database + " is not complete: it does not end with '" + engine.end
                    + "' (" + run.output() + " bytes)");
        }
    }

    private static long copy(InputStream in, Path file, UnaryOperator<OutputStream> sparing) throws IOException {
        try (OutputStream whole = Files.newOutputStream(file);
                OutputStream out = sparing.apply(whole)) {
            return in.transferTo(out);
        }
    }

    private static String tail(Path file) throws IOException {
        try (RandomAccessFile dump = new RandomAccessFile(file.toFile(), "r")) {
            long from = Math.max(0, dump.length() - TAIL);
            byte[] end = new byte[(int) (dump.length() - from)];
            dump.seek(from);
            dump.readFully(end);
            return new String(end, StandardCharsets.UTF_8);
        }
    }
}
