package io.selfheal.responder.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.selfheal.host.file.PathBytes;
import io.selfheal.responder.SetClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that Linux allows and that are no text: other systems' umlauts, line ends, escape sequences. */
class OddNamesTest {
    private static final Path CAFE = latin1("caf\u00e9.txt");
    private static final Path CAFES = latin1("caf\u00ea.txt");
    private static final Path FOLDER = latin1("M\u00e4rz");
    private static final Path LINES = Path.of("two\nlines\u001b[2J");

    @TempDir
    Path directory;

    private final SetClock clock = new SetClock();
    private Path site;
    private Path kept;

    @BeforeEach
    void makeSite() throws IOException {
        directory = directory.toRealPath();
        site = Files.createDirectory(directory.resolve("site"));
        kept = directory.resolve("kept");
        Files.writeString(site.resolve(CAFE), "one");
        Files.writeString(site.resolve(CAFES), "another");
        Files.writeString(site.resolve(LINES), "a third");
        Files.createDirectory(site.resolve(FOLDER));
        Files.writeString(site.resolve(FOLDER).resolve("gr\u00fc\u00dfe"), "a fourth");
        Files.createSymbolicLink(site.resolve("link"), CAFE);
    }

    @Test
    void allAreArchivedAndPutBackByteByByte() throws IOException {
        Result.Done done = done(site);
        Path root = directory.resolve("root");

        Restore restore = new Restore(done.archive(), Optional.empty(), root, List.of());
        restore.apply(kept, "web1", clock, change -> {});

        assertThat(done.notes()).isEmpty();
        Path back = root.resolve(Path.of("/").relativize(site));
        assertThat(back.resolve(CAFE)).hasContent("one");
        assertThat(back.resolve(CAFES)).hasContent("another");
        assertThat(back.resolve(LINES)).hasContent("a third");
        assertThat(back.resolve(FOLDER).resolve("gr\u00fc\u00dfe")).hasContent("a fourth");
        assertThat(Files.readSymbolicLink(back.resolve("link"))).isEqualTo(CAFE);
        assertThat(BackupTest.preview(restore))
                .hasSize(7)
                .allSatisfy(change -> assertThat(change.effect()).isEqualTo(Restore.Effect.SAME));
    }

    @Test
    void theManifestAndWhatPeopleSeeIsTextOnOneLine() throws IOException {
        Path archive = done(site).archive();

        List<Restore.Change> changes = BackupTest.preview(
                new Restore(archive, Optional.empty(), directory.resolve("root"), List.of(site.resolve(FOLDER))));

        assertThat(changes)
                .extracting(Restore.Change::text)
                .containsExactly(
                        "%/" + directory + "/root" + site + "/M%E4rz",
                        "%/" + directory + "/root" + site + "/M%E4rz/gr%C3%BC%C3%9Fe");
        assertThat(BackupTest.entries(archive))
                .extracting(Entry::path)
                .contains(
                        "%" + site + "/caf%E9.txt",
                        "%" + site + "/two%0Alines%1B[2J",
                        site.toString().substring(1));
    }

    @Test
    void whatIsOverwrittenIsArchivedFirstUnderItsOwnName() throws IOException {
        Path archive = done(site).archive();
        Files.writeString(site.resolve(CAFE), "changed");

        Restore.Done done = new Restore(archive, Optional.empty(), Path.of("/"), List.of())
                .apply(kept, "web1", clock, change -> {});

        assertThat(site.resolve(CAFE)).hasContent("one");
        Path undo = directory.resolve("undo");
        new Restore(done.before().orElseThrow(), Optional.empty(), undo, List.of())
                .apply(kept, "web1", clock, change -> {});
        assertThat(undo.resolve(Path.of("/").relativize(site)).resolve(CAFE)).hasContent("changed");
    }

    /** Not how an archive writes a name: one that leaves the root, the same name in another way, or none at all. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "%/a%2F..%2F..%2Fb",
                "%/%2E%2E/b%FF",
                "%/a%FF/../b",
                "%/plain",
                "%/%2g",
                "%/a%",
                "%/a%00",
                "%//b%FF"
            })
    void onlyNamesAsAnArchiveWritesThemAreTaken(String path) {
        assertThatThrownBy(() -> new Entry(path, Entry.Kind.DIRECTORY, 0, 0, 0, 0, clock.instant(), ""))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNameThatLooksEncodedIsEncodedItself() {
        Path path = Path.of("%/a%FF");

        assertThat(PathText.of(path)).isEqualTo("%/%25/a%25FF");
        assertThat(PathText.path(PathText.of(path))).isEqualTo(path);
    }

    @Test
    void aJobForTheWholeHostLeavesOutWhatTheKernelShows() throws IOException {
        Result.Done done = done(Path.of("/"), "/*/*");

        assertThat(BackupTest.entries(done.archive()))
                .extracting(Entry::path)
                .contains("etc", "usr", "var")
                .doesNotContain("proc", "sys", "dev", "run");
        assertThat(done.notes())
                .anySatisfy(note -> assertThat(note).isEqualTo("/proc is not kept on a disk and was left out"));
    }

    private Result.Done done(Path path, String... exclude) {
        Job job = new JobMaker(path, kept).exclude(exclude).build();
        Result result = new Backups("web1", clock).run(job);
        assertThat(result).isInstanceOf(Result.Done.class);
        return (Result.Done) result;
    }

    private static Path latin1(String name) {
        return PathBytes.path(name.getBytes(StandardCharsets.ISO_8859_1));
    }
}
