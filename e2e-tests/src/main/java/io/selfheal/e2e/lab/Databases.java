package io.selfheal.e2e.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A PostgreSQL and a MariaDB server, both new and empty, that listen on Unix sockets in a folder of the test and nowhere
 * else.
 */
public final class Databases implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Path POSTGRESQL = Path.of("/usr/lib/postgresql");

    private final Path postgresqlPrograms = newestPostgresql();
    private final Path postgresql;
    private final Path mariadb;
    private final Process mariadbServer;

    private Databases(Path folder) throws IOException {
        // The servers run as users of their own and must be able to walk here.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        postgresql = owned(folder.resolve("postgresql"), "postgres");
        mariadb = owned(folder.resolve("mariadb"), "mysql");
        asPostgres("initdb", "-D", data(postgresql), "-A", "trust").orThrow();
        asPostgres(
                        "pg_ctl",
                        "-D",
                        data(postgresql),
                        "-o",
                        "-c listen_addresses='' -c unix_socket_directories=" + postgresql,
                        "-l",
                        postgresql.resolve("log").toString(),
                        "-w",
                        "start")
                .orThrow();
        Program.run(
                        List.of(
                                "mariadb-install-db",
                                "--no-defaults",
                                "--user=mysql",
                                "--datadir=" + data(mariadb),
                                "--auth-root-authentication-method=normal"),
                        LIMIT)
                .orThrow();
        mariadbServer = new ProcessBuilder(
                        "mariadbd",
                        "--no-defaults",
                        "--user=mysql",
                        "--datadir=" + data(mariadb),
                        "--socket=" + mariadbSocket(),
                        "--skip-networking")
                .redirectErrorStream(true)
                .redirectOutput(mariadb.resolve("log").toFile())
                .start();
        Waiting.until("mariadbd", LIMIT, () -> mariadb("SELECT 1").ok(), () -> read(mariadb.resolve("log")));
    }

    /** Starts both below the folder; they end by close. */
    public static Databases start(Path folder) {
        try {
            return new Databases(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder of PostgreSQL's socket, as {@code --host} takes it. */
    public Path postgresqlSockets() {
        return postgresql;
    }

    public Path mariadbSocket() {
        return mariadb.resolve("mariadbd.sock");
    }

    /** Lets psql say this to a database; tuples only. */
    public Finished psql(String database, String statement) {
        return Program.run(psqlTo(database), statement, LIMIT);
    }

    /** The same from a file. */
    public Finished psqlFrom(String database, Path script) {
        List<String> argv = new ArrayList<>(psqlTo(database));
        argv.addAll(List.of("-f", script.toString()));
        return Program.run(argv, LIMIT);
    }

    /** A session that keeps what it locked until it is closed. */
    public Process psqlSession(String database) throws IOException {
        return new ProcessBuilder(psqlTo(database)).redirectErrorStream(true).start();
    }

    private List<String> psqlTo(String database) {
        return List.of(
                "psql",
                "-X",
                "-q",
                "-A",
                "-t",
                "-v",
                "ON_ERROR_STOP=1",
                "-U",
                "postgres",
                "-h",
                "" + postgresql,
                database);
    }

    /** Lets the MariaDB client say this. */
    public Finished mariadb(String statements) {
        return Program.run(
                List.of("mariadb", "--no-defaults", "-N", "-S", mariadbSocket().toString()), statements, LIMIT);
    }

    /** As a crash ends it: at once, connections cut. */
    public void crashPostgresql() {
        asPostgres("pg_ctl", "-D", data(postgresql), "-m", "immediate", "stop").orThrow();
    }

    @Override
    public void close() {
        if (asPostgres("pg_ctl", "-D", data(postgresql), "status").ok()) {
            crashPostgresql();
        }
        try {
            mariadbServer.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Finished asPostgres(String program, String... arguments) {
        List<String> argv = new ArrayList<>(List.of("runuser", "-u", "postgres", "--"));
        argv.add(postgresqlPrograms.resolve(program).toString());
        argv.addAll(List.of(arguments));
        return Program.run(argv, LIMIT);
    }

    private static String data(Path folder) {
        return folder.resolve("data").toString();
    }

    private static Path owned(Path folder, String user) throws IOException {
        Files.createDirectory(folder);
        Program.run(List.of("chown", user + ":", folder.toString()), LIMIT).orThrow();
        return folder;
    }

    private static Path newestPostgresql() {
        try (Stream<Path> versions = Files.list(POSTGRESQL)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.comparingInt(bin ->
                            Integer.parseInt(String.valueOf(bin.getParent().getFileName()))))
                    .orElseThrow(() -> new LabException("no initdb below " + POSTGRESQL));
        } catch (IOException e) {
            throw new LabException("PostgreSQL is not installed below " + POSTGRESQL, e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
