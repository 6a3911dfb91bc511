package io.selfheal.responder.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.selfheal.host.libc.HeldPath;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A restore as root below a directory of somebody who renames things meanwhile. */
class PlacementTest {
    @TempDir
    Path directory;

    private Path root;
    private Path site;
    private Path aside;
    private Path victim;

    @BeforeEach
    void folders() throws IOException {
        directory = directory.toRealPath();
        root = directory.resolve("root");
        site = Files.createDirectories(root.resolve("home/mallory/site"));
        aside = root.resolve("home/mallory/aside");
        victim = Files.createDirectory(directory.resolve("cron.d"));
    }

    @Test
    void aDirectoryThatBecomesALinkWhileAFileIsWrittenLeadsNowhere() throws IOException {
        new Placement(root, true)
                .put(entry("home/mallory/site/job", Entry.Kind.FILE), new Meanwhile("* * * * * root id\n", this::swap));

        assertThat(victim).isEmptyDirectory();
        assertThat(site).isSymbolicLink();
        assertThat(aside.resolve("job")).hasContent("* * * * * root id\n");
    }

    @Test
    void aDirectoryThatBecomesALinkBeforeItIsFinishedIsNotTouchedThroughIt() throws IOException {
        Placement placement = new Placement(root, true);
        placement.put(entry("home/mallory/site", Entry.Kind.DIRECTORY), InputStream.nullInputStream());
        placement.put(entry("home/mallory/site/sub", Entry.Kind.DIRECTORY), InputStream.nullInputStream());
        Files.createDirectory(victim.resolve("sub"));
        swap();

        assertThatThrownBy(placement::finish).isInstanceOf(IOException.class).hasMessageContaining("symbolic link");
        assertThat(Files.getLastModifiedTime(victim.resolve("sub")).toInstant()).isAfter(Instant.EPOCH.plusSeconds(1));
    }

    /** Else it would get the owner and mode of what is restored, a set-user-ID bit among them. */
    @Test
    void aFileThatIsPutInThePlaceOfAnUnfinishedOneGetsNothing() throws IOException {
        Path decoys = Files.createDirectory(site.resolve("decoys"));
        Path decoy = Files.writeString(decoys.resolve("content"), "mine");
        Files.setPosixFilePermissions(decoy, PosixFilePermissions.fromString("rw-------"));
        List<String> modes = new ArrayList<>();
        InputStream content = new Meanwhile("good", () -> {
            Path unfinished = onlyUnfinished();
            modes.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(unfinished)));
            Files.move(unfinished, site.resolve("elsewhere"));
            Files.createSymbolicLink(unfinished, decoys);
        });

        new Placement(root, true).put(entry("home/mallory/site/tool", Entry.Kind.FILE), content);

        assertThat(modes).containsExactly("rwx------");
        assertThat(site.resolve("tool")).hasContent("good");
        assertThat(Files.getPosixFilePermissions(site.resolve("tool")))
                .isEqualTo(PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(decoy).hasContent("mine");
        assertThat(Files.getPosixFilePermissions(decoy)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4096, 64 << 10, (64 << 10) + 1, 3 << 20})
    void aHoleIsAHoleAgain(int zerosAtTheEnd) throws IOException {
        byte[] content = new byte[(8 << 20) + zerosAtTheEnd];
        content[0] = 1;
        content[(8 << 20) - 1] = 2;

        new Placement(root, true)
                .put(entry("home/mallory/site/lastlog", Entry.Kind.FILE), new ByteArrayInputStream(content));

        assertThat(site.resolve("lastlog")).hasBinaryContent(content);
        try (HeldPath held = HeldPath.of(site.resolve("lastlog"))) {
            assertThat(held.allocated()).isBetween(8192L, 512L << 10);
        }
    }

    @Test
    void nothingUnfinishedIsLeft() throws IOException {
        InputStream broken = new Meanwhile("good", () -> {
            throw new IOException("the archive is cut off");
        });
        Placement placement = new Placement(root, true);

        placement.put(entry("home/mallory/site/a", Entry.Kind.FILE), InputStream.nullInputStream());
        assertThatThrownBy(() -> placement.put(entry("home/mallory/site/b", Entry.Kind.FILE), broken))
                .hasMessage("the archive is cut off");

        try (Stream<Path> left = Files.list(site)) {
            assertThat(left).containsExactly(site.resolve("a"));
        }
    }

    private Path onlyUnfinished() throws IOException {
        try (Stream<Path> entries = Files.list(site)) {
            return entries.filter(entry -> entry.getFileName().toString().startsWith(".selfheal-restore-"))
                    .findAny()
                    .orElseThrow();
        }
    }

    private void swap() throws IOException {
        Files.move(site, aside);
        Files.createSymbolicLink(site, victim);
    }

    private Entry entry(String path, Entry.Kind kind) throws IOException {
        var is = Files.readAttributes(directory, "unix:uid,gid", LinkOption.NOFOLLOW_LINKS);
        long uid = ((Number) is.get("uid")).longValue();
        long gid = ((Number) is.get("gid")).longValue();
        return new Entry(path, kind, 0, 0755, uid, gid, Instant.EPOCH, "");
    }

    /** What somebody does. */
    private interface Deed {
        void run() throws IOException;
    }

    /** Content; when it is first read, something happens. */
    private static final class Meanwhile extends FilterInputStream {
        private final Deed deed;
        private boolean done;

        Meanwhile(String text, Deed deed) {
            super(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
            this.deed = deed;
        }

        @Override
        public int read(byte[] bytes, int from, int count) throws IOException {
            if (!done) {
                done = true;
                deed.run();
            }
            return super.read(bytes, from, count);
        }
    }
}
