package io.selfheal.responder.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.selfheal.agent.unpack.Compression;
import io.selfheal.host.libc.HeldPath;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever may make files in what is backed up must not be able to end the backup by how many they make. */
class ManyFilesTest {
    private static final Instant NOW = Instant.parse("2026-11-26T02:00:00Z");
    private static final int MANY = 200_000;

    @TempDir
    Path directory;

    @Test
    void memoryDoesNotGrowWithHowManyThereAre() throws IOException {
        Path archive = directory.resolve("many.tar.gz");
        try (OutputStream out = Files.newOutputStream(archive);
                ArchiveWriter writer = new ArchiveWriter(out, Compression.GZIP, 1, directory)) {
            long before = used();
            for (int i = 0; i < MANY; i++) {
                writer.add(directory, entry("srv/mail/a-person/Maildir/cur/" + i));
            }
            assertThat(used() - before).as("bytes").isLessThan(10L * MANY);
            writer.finish("site", "web1", NOW, List.of());
        }
        int[] entries = new int[1];
        try (InputStream in = Files.newInputStream(archive)) {
            ArchiveReader.Checked checked = ArchiveReader.check(in, entry -> entries[0]++);

            assertThat(checked.wrong()).isEmpty();
            assertThat(entries[0]).isEqualTo(MANY);
        }
    }

    @Test
    void aHugeDirectoryIsListedSomeAtATime() throws IOException {
        for (String name : List.of("g", "a", "e", "c", "b", "f", "d")) {
            Files.createFile(directory.resolve(name));
        }
        List<Path> all = new ArrayList<>();
        try (HeldPath held = HeldPath.of(directory);
                Names names = new Names(directory, held, 3)) {
            for (List<Path> some = names.next(); !some.isEmpty(); some = names.next()) {
                assertThat(some).hasSizeLessThanOrEqualTo(3).isSorted();
                all.addAll(some);
            }
            assertThat(names.next()).as("after the end").isEmpty();
        }
        assertThat(all).extracting(Path::toString).containsExactlyInAnyOrder("a", "b", "c", "d", "e", "f", "g");
    }

    @Test
    void pathsThatLieInOneAnotherAreWalkedOnce() throws IOException {
        Path inner = Files.createDirectories(directory.resolve("site/inner"));
        Files.createFile(inner.resolve("file"));
        Path outer = directory.resolve("site");
        for (List<Path> paths : List.of(List.of(outer, inner, outer), List.of(inner, outer))) {
            List<String> seen = new ArrayList<>();

            BackupTest.tree(paths).walk((path, entry) -> seen.add(entry.path()));

            assertThat(seen).hasSize(3).doesNotHaveDuplicates();
        }
    }

    @Test
    void globsLeaveOutByPathOrByNameAnywhere() throws IOException {
        Path cache = Files.createDirectories(directory.resolve("site/cache"));
        Files.createFile(cache.resolve("x"));
        Files.createFile(directory.resolve("site/a.tmp"));
        Files.createFile(directory.resolve("site/kept"));
        for (List<String> globs : List.of(
                List.of("*.tmp", "cache"),
                List.of("**.tmp", "**/cache"),
                List.of(directory + "/site/*.tmp", cache.toString()),
                List.of("{" + cache + "," + directory + "/site/*.tmp}"))) {
            List<String> seen = new ArrayList<>();

            new Tree(List.of(directory.resolve("site")), globs, Set.of(), new PersonalMounts(Set.of()))
                    .walk((path, entry) -> seen.add(String.valueOf(entry.place().getFileName())));

            assertThat(seen).as("%s", globs).containsExactly("site", "kept");
        }
    }

    @Test
    void whatLiesTooDeepIsLeftOutAndSaid() throws IOException {
        Path deep = directory;
        while (deep.getNameCount() <= 400) {
            deep = deep.resolve("d");
        }
        Files.createDirectories(deep);
        Tree tree = BackupTest.tree(List.of(directory));
        int[] deepest = new int[1];

        tree.walk(
                (path, entry) -> deepest[0] = Math.max(deepest[0], entry.place().getNameCount()));

        assertThat(deepest[0]).isEqualTo(256);
        assertThat(tree.notes()).singleElement().asString().contains("256 directories, below /");
    }

    @Test
    void aFileOfNothingThatSomebodyElseMadeHuge() throws IOException {
        for (String name : List.of("bomb", "lastlog", "image")) {
            Path file = Files.createFile(directory.resolve(name));
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(new byte[8 << 20]), 0);
                channel.write(ByteBuffer.wrap(new byte[1]), (name.equals("image") ? 2L << 30 : 8L << 40) - 1);
            }
        }
        assumeThat(Files.getAttribute(directory, "unix:uid")).as("root").isEqualTo(0);
        Files.setAttribute(directory.resolve("bomb"), "unix:uid", 33);
        Files.setAttribute(directory.resolve("image"), "unix:uid", 64055);
        Tree tree = BackupTest.tree(List.of(directory));
        List<String> seen = new ArrayList<>();

        tree.walk((path, entry) -> seen.add(String.valueOf(entry.place().getFileName())));

        assertThat(tree.notes())
                .containsExactly(
                        directory.resolve("bomb") + " of 8192 GiB is almost nothing but a hole and was left out");
        assertThat(seen).contains("lastlog", "image").doesNotContain("bomb");
    }

    @Test
    void ofManyNotesTheFirstAreKept() {
        Notes notes = new Notes();
        for (int i = 0; i < 1500; i++) {
            notes.add("pipe " + i);
        }

        assertThat(notes.all()).hasSize(1001).startsWith("pipe 0").endsWith("pipe 999", "and 500 more");
    }

    @Test
    void whatDiffersFromTheManifestIsSaid() {
        assertThat(compared(List.of("a", "b"), List.of("a", "b"))).isEmpty();
        assertThat(compared(List.of("a"), List.of("a", "b")))
                .containsExactly("b is missing, or is not where the manifest has it");
        assertThat(compared(List.of("b", "c"), List.of("a", "b", "c")))
                .containsExactly("a is missing, or is not where the manifest has it");
        assertThat(compared(List.of("a", "b", "c"), List.of("a"))).containsExactly("2 entries are not in the manifest");
        Sums sums = new Sums();
        sums.found("a", "another content");
        sums.compare(entry("a"));
        assertThat(sums.wrong()).containsExactly("a is not what was archived");
    }

    private static List<String> compared(List<String> found, List<String> manifest) {
        Sums sums = new Sums();
        found.forEach(path -> sums.found(path, ""));
        manifest.forEach(path -> sums.compare(entry(path)));
        return sums.wrong();
    }

    private static Entry entry(String path) {
        return new Entry(path, Entry.Kind.DIRECTORY, 0, 0755, 0, 0, NOW, "");
    }

    private static long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
