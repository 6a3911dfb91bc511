package io.selfheal.responder.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.selfheal.responder.SetClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that were killed, disks with little room, and clocks that were wrong. */
class BackupMishapsTest {
    @TempDir
    Path directory;

    private final SetClock clock = new SetClock();
    private Path site;
    private Path kept;

    @BeforeEach
    void site() throws IOException {
        directory = directory.toRealPath();
        site = Files.createDirectory(directory.resolve("site"));
        kept = directory.resolve("kept");
        Files.writeString(site.resolve("index.html"), "hello\n");
    }

    @Test
    void whatAKilledRunLeftGoesWithTheNextOneAndNothingElseDoes() throws IOException {
        done(backups().run(job(0, 7)));
        Path dumps = Files.createDirectory(kept.resolve(".scratch-site-4711"));
        Files.writeString(dumps.resolve("postgresql-shop.sql"), "everybody's secrets");
        Files.writeString(kept.resolve(".site-20261120T120000Z.tar.gz.age.partial"), "half an archive");
        Files.createDirectory(kept.resolve(".scratch-site-2-4711"));
        Files.writeString(kept.resolve(".site-2-20261120T120000Z.tar.gz.partial"), "of another job that runs now");
        clock.move(Duration.ofDays(1));

        done(backups().run(job(0, 7)));

        assertThat(names())
                .containsExactly(
                        ".scratch-site-2-4711",
                        ".site-2-20261120T120000Z.tar.gz.partial",
                        ".site.lock",
                        "site-20261121T120000Z.tar.gz",
                        "site-20261121T120000Z.tar.gz.json",
                        "site-20261122T120000Z.tar.gz",
                        "site-20261122T120000Z.tar.gz.json");
    }

    @Test
    void soDoesWhatAKilledRestoreLeft() throws IOException {
        done(backups().run(job(0, 7)));
        Path archive = kept.resolve("site-20261121T120000Z.tar.gz");
        Files.createDirectory(kept.resolve(".scratch-before-restore-4711"));
        Files.writeString(kept.resolve(".before-restore-1796094839485.tar.gz.partial"), "half an archive");
        Files.writeString(site.resolve("index.html"), "changed\n");

        new Restore(archive, Optional.empty(), Path.of("/"), List.of()).apply(kept, "web1", clock, change -> {});

        assertThat(site.resolve("index.html")).hasContent("hello\n");
        assertThat(names())
                .filteredOn(name -> name.startsWith("."))
                .containsExactly(".before-restore.lock", ".site.lock");
    }

    @Test
    void aDumpStopsBeforeItFillsTheDisk() throws IOException {
        Destination destination = Destination.open(kept, Long.MAX_VALUE);
        Path dump = directory.resolve("dump.sql");

        assertThatThrownBy(() -> new DatabaseDump(
                                DatabaseDump.Engine.MYSQL, "/dev/zero", DatabaseDumpTest.program("/bin/cat"))
                        .writeTo(dump, destination::sparing))
                .hasMessageContaining("must remain (spare)");
        assertThat(Files.size(dump)).isLessThan(32 << 20);
    }

    @Test
    void aTrialRestoreNeedsTheRoomThatItTakesAndLeavesNothing() throws IOException {
        done(backups().run(job(0, 7)));
        long free = Files.getFileStore(kept).getUsableSpace();
        List<String> before = names();

        Result tight = backups().tryRestore(job(free + (1L << 40), 7));
        Result roomy = backups().tryRestore(job(0, 7));

        assertThat(tight)
                .isInstanceOfSatisfying(
                        Result.Failed.class,
                        failed -> assertThat(failed.why()).contains("would be restored", "must remain (spare)"));
        assertThat(roomy).isInstanceOf(Result.Done.class);
        assertThat(names()).isEqualTo(before);
    }

    @Test
    void anArchiveOfAClockThatWasAheadNeitherCountsAsTheLastNorTakesTheNewOnesPlace() throws IOException {
        clock.move(Duration.ofDays(3650));
        done(backups().run(job(0, 1)));
        clock.move(Duration.ofDays(-3650));

        Optional<java.time.Instant> last = Backups.last(job(0, 1), clock.instant());
        Result.Done fresh = done(backups().run(job(0, 1)));

        assertThat(last).isEmpty();
        assertThat(fresh.archive()).exists();
        assertThat(fresh.deleted()).singleElement().asString().startsWith("site-2036");
    }

    @Test
    void aMistakeOfOursIsAFailureOfThatJobAlone() {
        Backups mistaken = new Backups("web1", () -> {
            throw new IllegalStateException("no clock");
        });

        assertThat(mistaken.run(job(0, 7)))
                .isEqualTo(
                        new Result.Failed("site", "it failed unexpectedly: java.lang.IllegalStateException: no clock"));
    }

    private Backups backups() {
        return new Backups("web1", clock);
    }

    private Job job(long spare, int keep) {
        return new JobMaker(site, kept).spare(spare).keep(keep).build();
    }

    private static Result.Done done(Result result) {
        assertThat(result).isInstanceOf(Result.Done.class);
        return (Result.Done) result;
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(kept)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }
}
