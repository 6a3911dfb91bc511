package io.selfheal.e2e.care;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.e2e.fleet.Installation;
import io.selfheal.e2e.lab.Databases;
import io.selfheal.e2e.lab.Finished;
import io.selfheal.e2e.lab.Lab;
import io.selfheal.e2e.lab.LabKind;
import io.selfheal.e2e.lab.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as it is run, with the databases' own tools against servers that hold data. */
@Lab(LabKind.DATABASE)
class DatabaseBackupTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String POSTGRESQL_SUM = "SELECT count(*), md5(string_agg(v, '' ORDER BY id)) FROM orders";

    @TempDir
    private Path folder;

    private Databases databases;

    @BeforeEach
    void fill() {
        databases = Databases.start(folder);
        databases.psql("postgres", "CREATE DATABASE shop").orThrow();
        databases
                .psql(
                        "shop",
                        "CREATE TABLE orders AS SELECT g AS id, md5(g::text) || ' Ωé''\\;' AS v"
                                + " FROM generate_series(1, 20000) g")
                .orThrow();
        databases
                .mariadb("CREATE DATABASE blog; USE blog; CREATE TABLE posts (id INT, v TEXT CHARACTER SET utf8mb4);"
                        + " INSERT INTO posts SELECT seq, CONCAT(MD5(seq), ' Ωé') FROM seq_1_to_20000;")
                .orThrow();
    }

    @AfterEach
    void stop() {
        databases.close();
    }

    @Test
    void bothDatabasesComeBackAsTheyWere() throws IOException {
        // given
        Path care = care(LIMIT);

        // when
        backup(care).orThrow();
        Path archive = archives().getFirst();
        selfheal("restore", archive.toString(), "--to", folder.resolve("back").toString(), "--apply")
                .orThrow();
        Path dumps = folder.resolve("back/.selfheal-dumps");
        databases.psql("postgres", "CREATE DATABASE again").orThrow();
        databases.psqlFrom("again", dumps.resolve("postgresql-shop.sql")).orThrow();
        String blog = Files.readString(dumps.resolve("mysql-blog.sql"));
        databases.mariadb("CREATE DATABASE again; USE again;\n" + blog).orThrow();

        // then
        assertThat(databases.psql("again", POSTGRESQL_SUM).orThrow().output())
                .startsWith("20000|")
                .isEqualTo(databases.psql("shop", POSTGRESQL_SUM).orThrow().output());
        String sums = databases
                .mariadb("CHECKSUM TABLE blog.posts, again.posts")
                .orThrow()
                .output();
        assertThat(sums).matches("blog\\.posts\t(\\d+)\\Ragain\\.posts\t\\1\\R");
        assertThat(backup(care, "--test").orThrow().output()).startsWith("trial restore data: ");
    }

    @Test
    void aTrialLoadsBothDumpsBesideTheDatabasesAndDropsThemAgain() throws IOException {
        // given
        Path care = care(LIMIT, "--databases");
        backup(care).orThrow();
        databases.psql("shop", "DELETE FROM orders WHERE id > 10").orThrow();
        databases.mariadb("DELETE FROM blog.posts WHERE id > 10").orThrow();

        // when
        Finished trial = backup(care, "--test").orThrow();

        // then
        assertThat(trial.output())
                .contains("postgresql-shop.sql was loaded: 1 tables")
                .contains("mysql-blog.sql was loaded: 1 tables");
        assertThat(databases
                        .psql("shop", "SELECT count(*) FROM orders")
                        .orThrow()
                        .output())
                .isEqualTo("10\n");
        assertThat(databases
                        .mariadb("SELECT count(*) FROM blog.posts")
                        .orThrow()
                        .output())
                .isEqualTo("10\n");
        assertThat(trialDatabases()).isEmpty();
    }

    @Test
    void aDumpThatDoesNotLoadFailsTheTrialAndTheRestoreAndLeavesNothing() throws IOException {
        // given
        databases
                .psql("shop", "CREATE ROLE clerk; CREATE TABLE late (id int); ALTER TABLE late OWNER TO clerk")
                .orThrow();
        Path care = care(LIMIT, "--databases");
        backup(care).orThrow();
        databases
                .psql("shop", "DROP TABLE late; DROP ROLE clerk; DELETE FROM orders WHERE id > 10")
                .orThrow();

        // when
        Finished trial = backup(care, "--test");
        Finished replaced = restore(care, "shop", "--replace", "--apply");
        Finished beside = restore(care, "shop", "--into", "other", "--apply");

        // then
        assertThat(trial.exit()).isEqualTo(1);
        assertThat(trial.output()).contains("postgresql-shop.sql does not load").contains("role \"clerk\"");
        assertThat(replaced.exit()).isEqualTo(1);
        assertThat(replaced.output()).contains("the dump does not load, and shop is as it was: ");
        assertThat(beside.exit()).isEqualTo(1);
        assertThat(beside.output()).contains("the dump does not load, and other is not there as before: ");
        assertThat(databases
                        .psql("shop", "SELECT count(*) FROM orders")
                        .orThrow()
                        .output())
                .isEqualTo("10\n");
        assertThat(databases
                        .psql("postgres", "SELECT count(*) FROM pg_database WHERE datname = 'other'")
                        .orThrow()
                        .output())
                .isEqualTo("0\n");
        assertThat(trialDatabases()).isEmpty();
    }

    @Test
    void aDatabaseIsPutBackOnlyOverNothingOrWithAWordForIt() throws IOException {
        // given
        Path care = care(LIMIT, "--databases");
        String sum = databases.psql("shop", POSTGRESQL_SUM).orThrow().output();
        backup(care).orThrow();
        databases
                .psql("shop", "DELETE FROM orders WHERE id > 10; CREATE VIEW few AS SELECT id FROM orders")
                .orThrow();
        databases.mariadb("DELETE FROM blog.posts WHERE id > 10").orThrow();

        // when
        Finished preview = restore(care, "shop").orThrow();
        Finished refused = restore(care, "shop", "--apply");
        Finished refusedToo = restore(care, "blog", "--apply");
        Finished shop = restore(care, "shop", "--replace", "--apply").orThrow();
        Finished blog = restore(care, "blog", "--replace", "--apply").orThrow();
        Finished beside = restore(care, "blog", "--into", "blog2", "--apply").orThrow();
        Finished fresh = restore(care, "shop", "--into", "shop2", "--apply").orThrow();

        // then
        assertThat(preview.output())
                .contains("postgresql-shop.sql would be loaded; the database shop holds 1 tables")
                .contains("Nothing was written");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.output()).contains("the database shop is not empty; --replace");
        assertThat(refusedToo.exit()).isEqualTo(1);
        assertThat(shop.output())
                .contains("postgresql-shop.sql was loaded into shop: 1 tables")
                .containsPattern("what was there before: .*before-restore-[0-9]+-postgresql-shop.sql");
        assertThat(blog.output()).contains("mysql-blog.sql was loaded into blog: 1 tables");
        assertThat(beside.output()).contains("mysql-blog.sql was loaded into blog2: 1 tables");
        assertThat(fresh.output()).contains("postgresql-shop.sql was loaded into shop2: 1 tables");
        assertThat(databases.psql("shop", POSTGRESQL_SUM).orThrow().output()).isEqualTo(sum);
        assertThat(databases.psql("shop2", POSTGRESQL_SUM).orThrow().output()).isEqualTo(sum);
        assertThat(databases
                        .psql("shop", "SELECT to_regclass('few') IS NULL")
                        .orThrow()
                        .output())
                .isEqualTo("t\n");
        assertThat(databases
                        .mariadb("SELECT count(*) FROM blog.posts; SELECT count(*) FROM blog2.posts")
                        .orThrow()
                        .output())
                .isEqualTo("20000\n20000\n");
        assertThat(files("-postgresql-shop.sql"))
                .singleElement()
                .satisfies(before -> assertThat(Files.readString(before)).contains("CREATE VIEW public.few"));
        assertThat(trialDatabases()).isEmpty();
    }

    private Finished restore(Path care, String database, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "restore",
                archives().getFirst().toString(),
                "--config",
                care.toString(),
                "--socket",
                folder.resolve("none.sock").toString(),
                "--database",
                database));
        arguments.addAll(List.of(more));
        return selfheal(arguments.toArray(new String[0]));
    }

    private List<String> trialDatabases() {
        String all = databases
                        .psql("postgres", "SELECT datname FROM pg_database")
                        .orThrow()
                        .output()
                + databases.mariadb("SHOW DATABASES").orThrow().output();
        return all.lines().filter(name -> name.startsWith("selfheal")).toList();
    }

    @Test
    void aServerThatDiesInTheMiddleLeavesNoArchiveAndTheOldOneStays() throws Exception {
        // given
        Path care = care(LIMIT);
        backup(care).orThrow();
        List<Path> before = archives();
        Process holder = lockOrders();

        // when
        CompletableFuture<Finished> running = CompletableFuture.supplyAsync(() -> backup(care));
        Awaitility.await().atMost(LIMIT).until(this::isDumpWaiting);
        databases.crashPostgresql();
        Finished ended = running.get();
        holder.destroyForcibly().waitFor();

        // then
        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.output()).contains("backup data FAILED").contains("pg_dump");
        assertThat(archives()).isEqualTo(before);
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void aDumpThatTakesTooLongIsEndedAndSaysSo() throws Exception {
        // given
        Path care = care(Duration.ofSeconds(3));
        Process holder = lockOrders();

        // when
        Finished ended = backup(care);
        holder.destroyForcibly().waitFor();

        // then
        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.output()).contains("backup data FAILED").contains("3");
        assertThat(archives()).isEmpty();
        assertThat(leftovers()).isEmpty();
        Awaitility.await().atMost(LIMIT).until(() -> !isDumpWaiting());
    }

    /** A session that holds the table as a migration would, so that a dump has to wait in its middle. */
    private Process lockOrders() throws IOException {
        Process session = databases.psqlSession("shop");
        session.getOutputStream()
                .write("BEGIN; LOCK TABLE orders IN ACCESS EXCLUSIVE MODE; SELECT 'locked';\n"
                        .getBytes(StandardCharsets.UTF_8));
        session.getOutputStream().flush();
        assertThat(session.inputReader().readLine()).isEqualTo("locked");
        return session;
    }

    private boolean isDumpWaiting() {
        Finished asked = databases.psql(
                "postgres",
                "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'pg_dump'"
                        + " AND wait_event_type = 'Lock'");
        return asked.ok() && !asked.output().strip().equals("0");
    }

    private Finished backup(Path care, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "backup",
                "--config",
                care.toString(),
                "--care-state",
                folder.resolve("state").toString(),
                "--socket",
                folder.resolve("none.sock").toString()));
        arguments.addAll(List.of(more));
        return selfheal(arguments.toArray(new String[0]));
    }

    private static Finished selfheal(String... arguments) {
        return Program.run(Installation.here().command(arguments), LIMIT);
    }

    private List<Path> archives() throws IOException {
        return files(".tar.gz");
    }

    /** What a run that failed must not leave: everything but archives, what stands beside them, and the lock. */
    private List<Path> leftovers() throws IOException {
        return files("").stream()
                .filter(file -> !file.toString().endsWith(".tar.gz")
                        && !file.toString().endsWith(".tar.gz.json")
                        && !file.toString().endsWith(".lock"))
                .toList();
    }

    private List<Path> files(String end) throws IOException {
        Path backups = folder.resolve("backups");
        if (!Files.exists(backups)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(backups)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(end))
                    .sorted()
                    .toList();
        }
    }

    private Path care(Duration limit) throws IOException {
        return care(limit, "--quote-names");
    }

    private Path care(Duration limit, String mysqlOption) throws IOException {
        Path settings = Files.writeString(folder.resolve("settings.conf"), "one file beside the dumps");
        return Files.writeString(folder.resolve("care.yaml"), """
                backups:
                  - name: data
                    paths: [%s]
                    destination: %s
                    dumps:
                      - engine: postgresql
                        database: shop
                        program: [/usr/bin/pg_dump, --username=postgres, --host=%s]
                        limit: %ds
                        trial-load: true
                        client: [/usr/bin/psql, --username=postgres, --host=%s]
                      - engine: mysql
                        database: blog
                        program: [/usr/bin/mariadb-dump, --no-defaults, --single-transaction, --socket=%s, %s]
                        trial-load: true
                        client: [/usr/bin/mariadb, --no-defaults, --socket=%s]
                """.formatted(
                        settings,
                        folder.resolve("backups"),
                        databases.postgresqlSockets(),
                        limit.toSeconds(),
                        databases.postgresqlSockets(),
                        databases.mariadbSocket(),
                        mysqlOption,
                        databases.mariadbSocket()));
    }
}
