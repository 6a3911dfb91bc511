package io.selfheal.responder.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.exceptionfactory.jagged.x25519.X25519KeyPairGenerator;
import io.selfheal.agent.unpack.Compression;
import io.selfheal.responder.SetClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {
    private static final Instant NIGHT = Instant.parse("2026-11-26T02:00:00Z");

    @TempDir
    Path directory;

    private final SetClock clock = new SetClock();
    private Path etc;
    private Path kept;

    @BeforeEach
    void site() throws IOException {
        directory = directory.toRealPath();
        etc = Files.createDirectories(directory.resolve("etc/nginx/conf.d")).getParent();
        kept = directory.resolve("kept");
        Files.writeString(etc.resolve("nginx.conf"), "worker_processes 2;\n");
        Files.setPosixFilePermissions(etc.resolve("nginx.conf"), PosixFilePermissions.fromString("rw-r-----"));
        Files.writeString(etc.resolve("conf.d/grüße.conf"), "server {}\n");
        Files.createSymbolicLink(etc.resolve("modules"), Path.of("conf.d"));
    }

    @Test
    void anArchiveHoldsWhatWasThereAndOnlyItsOwnerReadsIt() throws IOException {
        Result.Done done = done(run(job().build()));

        assertThat(done.archive()).hasFileName("site-20261121T120000Z.tar.gz");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(done.archive())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
                .isEqualTo("rwx------");
        assertThat(entries(done.archive()))
                .extracting(entry -> entry.path().substring(etc.toString().length() - 1))
                .containsExactly("", "/conf.d", "/conf.d/grüße.conf", "/modules", "/nginx.conf");
        assertThat(names(kept)).allMatch(name -> name.startsWith("site-2026") || name.equals(".site.lock"));
    }

    @Test
    void aSymbolicLinkIsArchivedAsALinkSoThatNobodyGetsAnotherFileArchived() throws IOException {
        Path secret = Files.writeString(directory.resolve("shadow"), "root:secret");
        Files.createSymbolicLink(etc.resolve("conf.d/mine.conf"), secret);

        Result.Done done = done(run(job().build()));

        assertThat(entries(done.archive()))
                .filteredOn(entry -> entry.path().endsWith("mine.conf"))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.kind()).isEqualTo(Entry.Kind.SYMLINK);
                    assertThat(entry.content()).isEqualTo(secret.toString());
                });
    }

    @Test
    void whoRenamesADirectoryMeanwhileGetsNoOtherFileArchived() throws IOException {
        Path secrets = Files.createDirectories(directory.resolve("root"));
        Files.writeString(secrets.resolve("site.conf"), "secret");
        Path open = etc.resolve("conf.d");
        Files.writeString(open.resolve("site.conf"), "public");
        List<String> contents = new ArrayList<>();

        tree(List.of(etc)).walk((path, entry) -> {
            if (entry.path().endsWith("conf.d")) {
                Files.move(open, etc.resolve("aside"));
                Files.createSymbolicLink(open, secrets);
            } else if (entry.path().endsWith("conf.d/site.conf")) {
                Files.delete(etc.resolve("aside/site.conf"));
                Files.createSymbolicLink(etc.resolve("aside/site.conf"), secrets.resolve("site.conf"));
                contents.add(Files.readString(path));
            }
        });

        assertThat(contents).containsExactly("public");
    }

    @Test
    void aPathThatIsTooLongForItsNameIsLeftOutAndSaid() throws Exception {
        Path deep = etc;
        String name = "d".repeat(200);
        new ProcessBuilder("python3", "-c", """
                import os, sys
                os.chdir(sys.argv[1])
                for i in range(25):
                    os.mkdir(sys.argv[2])
                    os.chdir(sys.argv[2])
                """, deep.toString(), name)
                .inheritIO()
                .start()
                .waitFor();

        Result.Done done = done(run(job().build()));

        assertThat(done.notes())
                .singleElement()
                .asString()
                .contains("a path of more than 4095 characters or 256 directories");
        assertThat(entries(done.archive())).anyMatch(entry -> entry.path().endsWith("nginx.conf"));
        new ProcessBuilder("rm", "-rf", etc.resolve(name).toString()).start().waitFor();
    }

    @Test
    void whatIsNeitherFileNorDirectoryIsLeftOutAndSaid() throws Exception {
        new ProcessBuilder("mkfifo", etc.resolve("pipe").toString()).start().waitFor();

        assertThat(done(run(job().build())).notes()).singleElement().asString().contains("pipe or device");
    }

    @Test
    void whatAPersonMountedIsLeftOutUnlessItIsAskedFor() throws IOException {
        Path home = Files.createDirectories(etc.resolve("home/eve/my cloud"));
        Files.createFile(home.resolve("file"));
        String point = home.toString().replace(" ", "\\040");
        PersonalMounts mounts = PersonalMounts.of("36 25 0:31 / /mnt/all rw - fuse.sshfs all rw,user_id=0,group_id=0\n"
                + "37 25 0:32 / " + point + " rw,nosuid shared:9 - fuse.sshfs a:/ rw,user_id=1001,group_id=1001\n"
                + "38 25 0:33 / " + etc + "/nginx rw - ext4 /dev/user_id=1001 rw\n");
        List<String> seen = new ArrayList<>();
        Tree outer = new Tree(List.of(etc.resolve("home")), List.of(), Set.of(), mounts);
        Tree itself = new Tree(List.of(home), List.of(), Set.of(), mounts);

        outer.walk((path, entry) -> seen.add(entry.path()));
        itself.walk((path, entry) -> seen.add(entry.path()));

        assertThat(mounts.points()).containsExactly(home);
        assertThat(outer.notes()).containsExactly(home + " is a file system that a person mounted and was left out");
        assertThat(seen)
                .extracting(name -> name.substring(etc.toString().length()))
                .containsExactly("home", "home/eve", "home/eve/my cloud", "home/eve/my cloud/file");
    }

    @Test
    void theFilesOfAPostgresThatRunsAreNotCopied() throws IOException {
        Path data = Files.createDirectories(etc.resolve("postgresql/17/main"));
        Files.writeString(data.resolve("PG_VERSION"), "17\n");
        Path pid = data.resolve("postmaster.pid");
        Files.writeString(pid, ProcessHandle.current().pid() + "\n" + data + "\n");

        Result live = run(job().build());
        Result excluded = run(job().exclude(data.toString()).build());
        Files.writeString(pid, "999999999\n" + data + "\n");
        clock.move(Duration.ofDays(1));
        Result stopped = run(job().build());

        assertThat(live)
                .isInstanceOfSatisfying(
                        Result.Failed.class,
                        failed -> assertThat(failed.why())
                                .startsWith(data + " holds the files of a PostgreSQL that runs"));
        assertThat(excluded).isInstanceOf(Result.Done.class);
        assertThat(stopped).isInstanceOf(Result.Done.class);
    }

    /** Whoever may write below a path must not be able to end everybody's backup. */
    @Test
    void whatAPersonMakesLookLikeADatabaseIsCopiedWithANote() throws IOException {
        Path data = Files.createDirectories(etc.resolve("home/eve"));
        Files.writeString(data.resolve("PG_VERSION"), "17\n");
        Files.writeString(
                data.resolve("postmaster.pid"), ProcessHandle.current().pid() + "\n");
        assumeThat(Files.getAttribute(data, "unix:uid")).as("root").isEqualTo(0);
        Files.setAttribute(data, "unix:uid", 1001);

        Result.Done done = done(run(job().build()));

        assertThat(done.notes()).singleElement().asString().startsWith(data + " holds the files of a PostgreSQL");
        assertThat(entries(done.archive())).anyMatch(entry -> entry.path().endsWith("nginx.conf"));
    }

    @Test
    void theFilesOfAMysqlThatHoldsItsLockAreNotCopied() throws IOException {
        Path data = Files.createDirectories(etc.resolve("mysql"));
        Path first = Files.writeString(data.resolve("ibdata1"), "x");
        Result live;
        try (FileChannel server = FileChannel.open(first, StandardOpenOption.WRITE);
                FileLock lock = server.lock()) {
            assertThat(lock.isValid()).isTrue();
            live = run(job().build());
        }
        Result stopped = run(job().build());

        assertThat(live)
                .isInstanceOfSatisfying(
                        Result.Failed.class,
                        failed -> assertThat(failed.why())
                                .startsWith(data + " holds the files of a MySQL or MariaDB that runs"));
        assertThat(stopped).isInstanceOf(Result.Done.class);
    }

    @Test
    void excludedPathsAndTheDestinationItselfAreLeftOut() throws IOException {
        kept = etc.resolve("backups");
        done(run(job().build()));
        clock.move(Duration.ofDays(1));

        Result.Done second = done(run(job().exclude(etc + "/conf.d").build()));

        assertThat(entries(second.archive()))
                .noneMatch(
                        entry -> entry.path().contains("conf.d") || entry.path().contains("backups"));
    }

    @Test
    void aRestoreShowsWhatItWouldDoThenDoesItAndKeepsWhatWasThere() throws IOException {
        Path archive = done(run(job().build())).archive();
        Path conf = etc.resolve("nginx.conf");
        Files.writeString(conf, "broken\n");
        Files.delete(etc.resolve("conf.d/grüße.conf"));
        Restore restore = new Restore(archive, Optional.empty(), Path.of("/"), List.of());

        List<Restore.Change> preview = preview(restore);

        assertThat(preview)
                .contains(
                        new Restore.Change(conf, Restore.Effect.CHANGED),
                        new Restore.Change(etc.resolve("conf.d/grüße.conf"), Restore.Effect.NEW),
                        new Restore.Change(etc.resolve("modules"), Restore.Effect.SAME));
        assertThat(conf).hasContent("broken\n");

        Restore.Done done = restore.apply(kept, "web1", clock, change -> {});

        assertThat(conf).hasContent("worker_processes 2;\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(conf)))
                .isEqualTo("rw-r-----");
        assertThat(etc.resolve("conf.d/grüße.conf")).hasContent("server {}\n");
        Path before = done.before().orElseThrow();
        new Restore(before, Optional.empty(), directory.resolve("undo"), List.of())
                .apply(kept, "web1", clock, change -> {});
        assertThat(directory.resolve("undo" + conf)).hasContent("broken\n");
        assertThat(preview(restore)).allMatch(change -> change.effect() == Restore.Effect.SAME);
    }

    @Test
    void partOfAnArchiveCanBePutElsewhere() throws IOException {
        Path archive = done(run(job().build())).archive();
        Path elsewhere = directory.resolve("elsewhere");

        new Restore(archive, Optional.empty(), elsewhere, List.of(etc.resolve("conf.d")))
                .apply(kept, "web1", clock, change -> {});

        assertThat(directory.resolve("elsewhere" + etc + "/conf.d/grüße.conf")).exists();
        assertThat(directory.resolve("elsewhere" + etc + "/nginx.conf")).doesNotExist();
    }

    @Test
    void nothingIsWrittenThroughASymbolicLinkThatSomebodyPutInTheWay() throws IOException {
        Path archive = done(run(job().build())).archive();
        Path victim = Files.createDirectory(directory.resolve("victim"));
        Files.delete(etc.resolve("conf.d/grüße.conf"));
        Files.delete(etc.resolve("conf.d"));
        Files.createSymbolicLink(etc.resolve("conf.d"), victim);

        assertThatThrownBy(() -> new Restore(archive, Optional.empty(), Path.of("/"), List.of())
                        .apply(kept, "web1", clock, change -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("conf.d is a symbolic link");
        assertThat(victim).isEmptyDirectory();
    }

    @Test
    void archivesThatLeaveTheRootOrHoldHardLinksAreRefused() throws IOException {
        for (String name : List.of("../outside", "a/../../outside", "a//b", "./a")) {
            Path hostile = hostile(name, TarConstants.LF_NORMAL);

            assertThatThrownBy(() -> new Restore(hostile, Optional.empty(), directory.resolve("root"), List.of())
                            .preview(change -> {}))
                    .as(name)
                    .isInstanceOf(IOException.class);
        }
        Path link = hostile("link", TarConstants.LF_LINK);
        assertThatThrownBy(() ->
                        new Restore(link, Optional.empty(), directory.resolve("root"), List.of()).preview(change -> {}))
                .hasMessageContaining("kind that no backup holds");
        assertThat(directory.resolve("outside")).doesNotExist();
    }

    @Test
    void aDamagedOrCutArchiveIsFoundBeforeAnythingIsWritten() throws IOException {
        Path archive = done(run(job().build())).archive();
        byte[] whole = Files.readAllBytes(archive);
        for (byte[] damaged : List.of(Arrays.copyOf(whole, whole.length / 2), flipped(whole), new byte[0])) {
            Files.write(archive, damaged);

            assertThatThrownBy(() -> new Restore(archive, Optional.empty(), directory.resolve("root"), List.of())
                            .apply(kept, "web1", clock, change -> {}))
                    .isInstanceOf(IOException.class);
            assertThat(directory.resolve("root")).doesNotExist();
        }
    }

    @Test
    void anEncryptedArchiveOpensOnlyWithItsIdentity() throws Exception {
        KeyPair pair = new X25519KeyPairGenerator().generateKeyPair();
        String recipient = new String(pair.getPublic().getEncoded(), StandardCharsets.US_ASCII);
        String identity = new String(pair.getPrivate().getEncoded(), StandardCharsets.US_ASCII);

        Path archive = done(run(job().recipient(recipient).build())).archive();

        assertThat(archive.toString()).endsWith(".tar.gz.age");
        assertThat(new String(Files.readAllBytes(archive), StandardCharsets.ISO_8859_1))
                .startsWith("age-encryption.org/v1\n");
        assertThatThrownBy(() -> new Restore(archive, Optional.empty(), directory.resolve("root"), List.of())
                        .preview(change -> {}))
                .hasMessageContaining("identity");
        new Restore(archive, Optional.of(identity), directory.resolve("root"), List.of())
                .apply(kept, "web1", clock, change -> {});
        assertThat(directory.resolve("root" + etc + "/nginx.conf")).hasContent("worker_processes 2;\n");
    }

    @Test
    void anArchiveUnderZstdIsReadByZstdAndIsOneOfTheKeptOnes() throws Exception {
        Files.writeString(etc.resolve("big.log"), "a line that is there again and again\n".repeat(50_000));
        done(run(job().keep(2).build()));
        clock.move(Duration.ofDays(1));
        Path archive =
                done(run(job().keep(2).compression(Compression.ZSTD).build())).archive();

        assertThat(archive).hasFileName("site-20261122T120000Z.tar.zst").hasSize(Files.size(archive));
        assertThat(Files.size(archive)).isLessThan(20_000);
        assertThat(manifest(archive).compression()).isEqualTo(Compression.ZSTD);
        new Restore(archive, Optional.empty(), directory.resolve("root"), List.of())
                .apply(kept, "web1", clock, change -> {});
        assertThat(directory.resolve("root" + etc + "/nginx.conf")).hasContent("worker_processes 2;\n");

        clock.move(Duration.ofDays(1));
        assertThat(done(run(job().keep(2).build())).deleted()).containsExactly("site-20261121T120000Z.tar.gz");
        assertThat(Backups.list(job().build(), clock.instant())).hasSize(2);
    }

    @Test
    void aZstdThatFailsOrIsNotHereLeavesNoArchiveAndADiskThatIsFullIsNamed() throws Exception {
        for (String program : List.of("/bin/false", "/bin/true", "/nonexistent/zstd")) {
            assertThatThrownBy(() -> {
                        try (OutputStream out = new ZstdPipe(List.of(program), 3, OutputStream.nullOutputStream())) {
                            byte[] block = new byte[1 << 16];
                            for (int i = 0; i < 64; i++) {
                                out.write(block);
                            }
                        }
                    })
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("zstd");
        }

        Result full =
                run(job().compression(Compression.ZSTD).spare(Long.MAX_VALUE).build());

        assertThat(why(full)).contains("must remain (spare)");
        assertThat(names(kept)).noneMatch(name -> name.contains(".tar"));
    }

    @Test
    void aDamagedOrCutArchiveUnderZstdIsRefused() throws Exception {
        Path archive = done(run(job().compression(Compression.ZSTD).build())).archive();
        byte[] whole = Files.readAllBytes(archive);
        for (byte[] wrong : List.of(flipped(whole), Arrays.copyOf(whole, whole.length - 20), Arrays.copyOf(whole, 3))) {
            Files.write(archive, wrong);

            assertThatThrownBy(() -> new Restore(archive, Optional.empty(), directory.resolve("root"), List.of())
                            .apply(kept, "web1", clock, change -> {}))
                    .isInstanceOf(IOException.class);
            assertThat(directory.resolve("root")).doesNotExist();
        }
    }

    @Test
    void aRunThatFailsLeavesNothingBehindAndDeletesNothing() throws IOException {
        done(run(job().keep(1).build()));
        clock.move(Duration.ofDays(1));
        List<String> before = names(kept);

        Result missing = run(job().keep(1).path(directory.resolve("gone")).build());
        Result full = run(job().keep(1).spare(Long.MAX_VALUE).build());
        Result dump = run(job().keep(1)
                .dump(new DatabaseDump(DatabaseDump.Engine.POSTGRESQL, "shop", DatabaseDumpTest.program("/bin/false")))
                .build());

        assertThat(why(missing)).contains("gone does not exist");
        assertThat(why(full)).contains("must remain (spare)");
        assertThat(why(dump)).contains("the dump of shop failed with status 1");
        assertThat(names(kept)).isEqualTo(before);
    }

    @Test
    void aDestinationThatIsALinkOrThatOthersMayWriteIsRefused() throws IOException {
        Path real = Files.createDirectory(directory.resolve("real"));
        kept = Files.createSymbolicLink(directory.resolve("link"), real);
        assertThat(why(run(job().build()))).contains("link is a symbolic link");

        kept = directory.resolve("open");
        Files.createDirectory(kept);
        Files.setPosixFilePermissions(kept, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(why(run(job().build()))).contains("can be written by others");

        kept = Files.writeString(directory.resolve("file"), "");
        assertThat(why(run(job().build()))).contains("is no directory");
        assertThat(real).isEmptyDirectory();
    }

    @Test
    void twoRunsOfOneJobDoNotMeet() throws IOException {
        done(run(job().build()));
        try (Destination.Scratch other = Destination.open(kept, 0).scratch("site")) {
            assertThat(other.path()).isEmptyDirectory();
            assertThat(why(run(job().build()))).contains("another run of site");
        }
    }

    @Test
    void aDumpIsArchivedAndNeverPutOverTheNode() throws IOException {
        Path tool = Files.writeString(
                directory.resolve("pg_dump"),
                "#!/bin/sh\necho \"CREATE TABLE $2;\"\necho '" + DatabaseDumpTest.END + "'\n");
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));
        DatabaseDump dump =
                new DatabaseDump(DatabaseDump.Engine.POSTGRESQL, "shop", DatabaseDumpTest.program(tool.toString()));
        Path archive = done(run(job().dump(dump).build())).archive();
        Path elsewhere = directory.resolve("elsewhere");

        List<Restore.Change> inPlace = preview(new Restore(archive, Optional.empty(), Path.of("/"), List.of()));
        new Restore(archive, Optional.empty(), elsewhere, List.of()).apply(kept, "web1", clock, change -> {});

        assertThat(inPlace).noneMatch(change -> change.path().toString().contains("shop"));
        assertThat(elsewhere.resolve(".selfheal-dumps/postgresql-shop.sql"))
                .hasContent("CREATE TABLE shop;\n" + DatabaseDumpTest.END + "\n");
    }

    private Result run(Job job) {
        return new Backups("web1", clock).run(job);
    }

    private static Result.Done done(Result result) {
        assertThat(result).isInstanceOf(Result.Done.class);
        return (Result.Done) result;
    }

    private static String why(Result result) {
        assertThat(result).isInstanceOf(Result.Failed.class);
        return ((Result.Failed) result).why();
    }

    private static Manifest manifest(Path archive) throws IOException {
        try (InputStream in = Files.newInputStream(archive)) {
            return ArchiveReader.check(in).manifest();
        }
    }

    static List<Entry> entries(Path archive) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (InputStream in = Files.newInputStream(archive)) {
            assertThat(ArchiveReader.check(in, entries::add).wrong()).isEmpty();
        }
        return entries;
    }

    static Tree tree(List<Path> paths) {
        return new Tree(paths, List.of(), Set.of(), new PersonalMounts(Set.of()));
    }

    static List<Restore.Change> preview(Restore restore) throws IOException {
        List<Restore.Change> changes = new ArrayList<>();
        restore.preview(changes::add);
        return changes;
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static byte[] flipped(byte[] bytes) {
        byte[] flipped = bytes.clone();
        flipped[flipped.length / 2] ^= 0x55;
        return flipped;
    }

    private Path hostile(String name, byte type) throws IOException {
        Path archive = directory.resolve("hostile.tar.gz");
        try (OutputStream file = Files.newOutputStream(archive);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(file))) {
            TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
            if (type == TarConstants.LF_LINK) {
                entry.setLinkName("/etc/shadow");
            }
            tar.putArchiveEntry(entry);
            tar.closeArchiveEntry();
            byte[] manifest = new Manifest("site", "web1", NIGHT, Compression.GZIP, true, List.of()).toBytes();
            TarArchiveEntry last = new TarArchiveEntry(Manifest.NAME);
            last.setSize(manifest.length);
            tar.putArchiveEntry(last);
            tar.write(manifest);
            tar.closeArchiveEntry();
        }
        assertThat(Files.isRegularFile(archive, LinkOption.NOFOLLOW_LINKS)).isTrue();
        return archive;
    }

    private JobMaker job() {
        return new JobMaker(etc, kept);
    }
}
