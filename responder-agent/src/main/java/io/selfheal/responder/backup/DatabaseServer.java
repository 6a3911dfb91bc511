package io.selfheal.responder.backup;

import io.selfheal.responder.backup.DatabaseDump.Engine;
import io.selfheal.responder.program.ExternalProgram;
import io.selfheal.responder.program.ExternalProgram.Input;
import io.selfheal.responder.program.ExternalProgram.Stop;
import io.selfheal.schemas.text.Excerpt;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A database server as its own client reaches it: psql, or the client of MySQL and MariaDB. Names of databases come from
 * the configuration or a command's arguments; each is checked here once more, since it stands in statements.
 */
public final class DatabaseServer {
    private static final int QUOTED = 300;

    /** Of a database all that is no system's own, so that a dump can be loaded in the same transaction. */
    private static final String EMPTIED = """
            SET client_min_messages = warning;
            DO $selfheal$ DECLARE one name; BEGIN
              FOR one IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP
                EXECUTE format('DROP SCHEMA %I CASCADE', one);
              END LOOP;
              CREATE SCHEMA public;
              IF current_setting('server_version_num')::int >= 150000 THEN
                ALTER SCHEMA public OWNER TO pg_database_owner;
                GRANT USAGE ON SCHEMA public TO PUBLIC;
              ELSE
                GRANT ALL ON SCHEMA public TO PUBLIC;
              END IF;
            END $selfheal$;
            """;

    private final Engine engine;
    private final ExternalProgram client;

    /** @param client the program with what reaches the server and logs in */
    public DatabaseServer(Engine engine, ExternalProgram client) {
        this.engine = engine;
        this.client = client;
    }

    Engine engine() {
        return engine;
    }

    private static String checked(String database) {
        if (!database.matches("[A-Za-z0-9_][A-Za-z0-9_-]{0,62}")) {
            throw new IllegalArgumentException("no name of a database is allowed but letters, digits, _ and -");
        }
        return database;
    }

    boolean exists(String database) throws IOException {
        return !ask(switch (engine) {
                    case POSTGRESQL -> "SELECT 1 FROM pg_database WHERE datname = '" + checked(database) + "'";
                    case MYSQL ->
                        "SELECT 1 FROM information_schema.schemata WHERE schema_name = '" + checked(database) + "'";
                })
                .isEmpty();
    }

    /** Tables and partitioned tables; views count in MySQL, too. */
    long tables(String database) throws IOException {
        return switch (engine) {
            case POSTGRESQL ->
                number(said(
                        database,
                        "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN"
                                + " ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"));
            case MYSQL ->
                number(ask("SELECT count(*) FROM information_schema.tables WHERE table_schema = '" + checked(database)
                        + "'"));
        };
    }

    /** Whether there is nothing in it that a load could meet. */
    boolean isEmpty(String database) throws IOException {
        return switch (engine) {
            case POSTGRESQL ->
                number(said(
                                database,
                                "SELECT (SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                                        + " WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema')"
                                        + " + (SELECT count(*) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
                                        + " WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema')"))
                        == 0;
            case MYSQL -> {
                String name = "'" + checked(database) + "'";
                yield number(ask("SELECT (SELECT count(*) FROM information_schema.tables WHERE table_schema = " + name
                                + ") + (SELECT count(*) FROM information_schema.routines WHERE routine_schema = " + name
                                + ") + (SELECT count(*) FROM information_schema.events WHERE event_schema = " + name
                                + ")"))
                        == 0;
            }
        };
    }

    /** Bytes that it takes on the server's disk; 0 where it does not exist. */
    long size(String database) throws IOException {
        String name = "'" + checked(database) + "'";
        return number(ask(
                switch (engine) {
                    case POSTGRESQL ->
                        "SELECT coalesce(max(pg_database_size(datname)), 0) FROM pg_database WHERE datname = " + name;
                    case MYSQL ->
                        "SELECT coalesce(sum(data_length + index_length), 0) FROM information_schema.tables WHERE"
                                + " table_schema = " + name;
                }));
    }

    /** Where its files are; empty if that is on another host, or not told. */
    Optional<Path> data() {
        String said;
        try {
            said = ask(
                    switch (engine) {
                        case POSTGRESQL -> "SHOW data_directory";
                        case MYSQL -> "SELECT @@datadir";
                    });
        } catch (IOException e) {
            // Not everybody who may load a dump may know this.
            return Optional.empty();
        }
        Path data = Path.of(said);
        return data.isAbsolute() && Files.isDirectory(data) ? Optional.of(data) : Optional.empty();
    }

    List<String> beginningWith(String prefix) throws IOException {
        String names = ask(
                switch (engine) {
                    case POSTGRESQL -> "SELECT datname FROM pg_database";
                    case MYSQL -> "SELECT schema_name FROM information_schema.schemata";
                });
        return names.lines().filter(name -> name.startsWith(prefix)).toList();
    }

    /**
     * How a database is made that holds text as another one does, with the same owner; as the server makes one where
     * there is no such other.
     */
    String creation(String database, String like) throws IOException {
        String name = quoted(database);
        String as = "'" + checked(like) + "'";
        return switch (engine) {
            case POSTGRESQL ->
                "CREATE DATABASE " + name + " TEMPLATE template0"
                        + ask("SELECT format(' ENCODING %L LC_COLLATE %L LC_CTYPE %L OWNER %I',"
                                + " pg_encoding_to_char(encoding), datcollate, datctype, pg_get_userbyid(datdba))"
                                + " FROM pg_database WHERE datname = " + as);
            case MYSQL ->
                "CREATE DATABASE " + name
                        + ask("SELECT concat(' CHARACTER SET ', default_character_set_name, ' COLLATE ',"
                                + " default_collation_name) FROM information_schema.schemata WHERE schema_name = "
                                + as);
        };
    }

    void create(String creation) throws IOException {
        ask(creation);
    }

    void drop(String database) throws IOException {
        ask("DROP DATABASE IF EXISTS " + quoted(database));
    }

    private String quoted(String database) {
        String quote = engine == Engine.POSTGRESQL ? "\"" : "`";
        return quote + checked(database) + quote;
    }

    /**
     * Loads a dump: of PostgreSQL in one transaction, so that nothing of one that fails stays; MySQL knows none for tables.
     *
     * @param from the database of which the dump was made; no other one is ever spoken to
     * @param emptied whether all that is there goes first, in the same transaction; PostgreSQL only
     * @throws IOException with the client's words if it fails
     */
    void load(Path dump, String from, String database, boolean emptied) throws IOException {
        Stop stop = new Stop();
        Input input =
                switch (engine) {
                    case POSTGRESQL ->
                        out -> {
                            out.write((emptied ? EMPTIED : "").getBytes(StandardCharsets.UTF_8));
                            try (InputStream in = reading(dump, stop)) {
                                in.transferTo(out);
                            }
                        };
                    case MYSQL -> {
                        // Looked through before a word of it is said.
                        MysqlDump.check(dump, from);
                        yield out -> {
                            try (InputStream in = reading(dump, stop)) {
                                MysqlDump.copy(in, out, from);
                            }
                        };
                    }
                };
        List<String> arguments =
                switch (engine) {
                    case POSTGRESQL -> {
                        List<String> all = new ArrayList<>(postgres(database));
                        all.addAll(List.of("-1", "-o", "/dev/null", "-f", "-"));
                        yield all;
                    }
                    case MYSQL -> List.of("--batch", "--database=" + checked(database));
                };
        ExternalProgram.Run<Long> run = client.run(arguments, input, in -> 0L, stop);
        if (!run.succeeded()) {
            throw new IOException("the client ended with status " + run.exit() + ": "
                    + Excerpt.of(run.errors().strip(), QUOTED));
        }
    }

    /** The end of what a client reads is for it the end of the dump: where reading fails it must not live to commit. */
    private static InputStream reading(Path dump, Stop stop) throws IOException {
        return new BufferedInputStream(new FilterInputStream(Files.newInputStream(dump)) {
            @Override
            public int read(byte[] bytes, int from, int count) throws IOException {
                try {
                    return super.read(bytes, from, count);
                } catch (IOException e) {
                    stop.now();
                    throw e;
                }
            }
        });
    }

    private static List<String> postgres(String database) {
        return List.of("-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", checked(database));
    }

    private String ask(String statement) throws IOException {
        return said(engine == Engine.POSTGRESQL ? "postgres" : "", statement);
    }

    private String said(String database, String statement) throws IOException {
        List<String> arguments = new ArrayList<>(
                engine == Engine.POSTGRESQL ? postgres(database) : List.of("--batch", "--skip-column-names"));
        arguments.addAll(List.of(engine == Engine.POSTGRESQL ? "-c" : "-e", statement));
        ExternalProgram.Run<String> run = client.run(arguments, Input.NONE);
        if (!run.succeeded()) {
            throw new IOException("the database's client ended with status " + run.exit() + ": "
                    + Excerpt.of(run.errors().strip(), QUOTED));
        }
        return run.output().strip().isEmpty() ? "" : run.output().stripTrailing();
    }

    private static long number(String text) throws IOException {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw new IOException("the database's client said no number: " + Excerpt.of(text, QUOTED), e);
        }
    }
}
