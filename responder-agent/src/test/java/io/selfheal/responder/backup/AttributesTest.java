package io.selfheal.responder.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.selfheal.host.libc.ExtendedAttributes;
import io.selfheal.host.libc.HeldPath;
import io.selfheal.responder.SetClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttributesTest {
    private static final String ACCESS = "system.posix_acl_access";
    private static final String DEFAULT = "system.posix_acl_default";
    private static final String CAPABILITY = "security.capability";
    /** The account 4242, which need not exist. */
    private static final int SOMEBODY = 4242;
    /** CAP_NET_BIND_SERVICE, permitted and effective: struct vfs_cap_data of {@code <linux/capability.h>}, revision 2. */
    private static final byte[] MAY_BIND = {1, 0, 0, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

    @TempDir
    Path directory;

    private final SetClock clock = new SetClock();
    private Path site;
    private Path file;

    @BeforeEach
    void makeSite() throws IOException {
        directory = directory.toRealPath();
        site = Files.createDirectory(directory.resolve("site"));
        file = Files.writeString(site.resolve("file"), "content");
    }

    /** user::rwx, user:4242:rw-, group::r--, mask::rw-, other::---, as {@code setfacl -m u:4242:rw} makes of mode 0740. */
    private static byte[] acl() {
        ByteBuffer acl = ByteBuffer.allocate(4 + 5 * 8).order(ByteOrder.LITTLE_ENDIAN);
        acl.putInt(2);
        entry(acl, 0x01, 7, -1);
        entry(acl, 0x02, 6, SOMEBODY);
        entry(acl, 0x04, 4, -1);
        entry(acl, 0x10, 6, -1);
        entry(acl, 0x20, 0, -1);
        return acl.array();
    }

    private static void entry(ByteBuffer acl, int tag, int permissions, int id) {
        acl.putShort((short) tag).putShort((short) permissions).putInt(id);
    }

    private static void set(Path path, String name, byte[] value) throws IOException {
        try (HeldPath held = HeldPath.of(path)) {
            ExtendedAttributes.set(held, name, value);
        }
    }

    private static Optional<byte[]> get(Path path, String name) throws IOException {
        try (HeldPath held = HeldPath.of(path)) {
            return ExtendedAttributes.get(held, name);
        }
    }

    private static UserDefinedFileAttributeView users(Path path) {
        return Files.getFileAttributeView(path, UserDefinedFileAttributeView.class);
    }

    private Result.Done backUp(Path what) {
        Result result = new Backups("web1", clock).run(new JobMaker(what, directory.resolve("kept")).build());
        assertThat(result).isInstanceOf(Result.Done.class);
        return (Result.Done) result;
    }

    private Restore restore(Path archive, Path root) {
        return new Restore(archive, Optional.empty(), root, List.of());
    }

    private Restore.Done apply(Restore restore) throws IOException {
        return restore.apply(directory.resolve("kept"), "web1", clock, change -> {});
    }

    @Test
    void aclsCapabilitiesAndWhatUsersGaveComeBack() throws IOException {
        set(file, ACCESS, acl());
        set(site, DEFAULT, acl());
        set(file, CAPABILITY, MAY_BIND);
        users(file).write("origin", ByteBuffer.wrap(new byte[] {(byte) 0xff, 0, 7}));
        users(site).write("empty", ByteBuffer.allocate(0));
        Result.Done done = backUp(site);
        Path root = directory.resolve("root");

        Restore restore = restore(done.archive(), root);
        Restore.Done put = apply(restore);

        assertThat(done.notes()).isEmpty();
        assertThat(put.notes()).isEmpty();
        Path back = root.resolve(Path.of("/").relativize(site));
        assertThat(get(back.resolve("file"), ACCESS)).hasValue(acl());
        assertThat(get(back.resolve("file"), CAPABILITY)).hasValue(MAY_BIND);
        assertThat(get(back.resolve("file"), DEFAULT)).isEmpty();
        assertThat(get(back, DEFAULT)).hasValue(acl());
        assertThat(get(back, "user.empty")).hasValue(new byte[0]);
        ByteBuffer origin = ByteBuffer.allocate(8);
        assertThat(users(back.resolve("file")).read("origin", origin)).isEqualTo(3);
        assertThat(origin.array()).startsWith((byte) 0xff, 0, 7);
        assertThat(Files.getPosixFilePermissions(back.resolve("file")))
                .isEqualTo(PosixFilePermissions.fromString("rwxrw----"));
        assertThat(BackupTest.preview(restore))
                .hasSize(2)
                .allSatisfy(change -> assertThat(change.effect()).isEqualTo(Restore.Effect.SAME));
    }

    /** Whom the directory's default ACL names was not let in to the file that was archived. */
    @Test
    void whatIsPutBackHasNoRightsThatItDidNotHave() throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Path below = Files.createDirectory(site.resolve("below"));
        set(site, DEFAULT, acl());
        Path archive = backUp(site).archive();
        Files.delete(file);
        Files.delete(below);

        apply(restore(archive, Path.of("/")));

        assertThat(get(Files.writeString(site.resolve("other"), ""), ACCESS)).isPresent();
        assertThat(get(file, ACCESS)).isEmpty();
        assertThat(get(below, ACCESS)).isEmpty();
        assertThat(get(below, DEFAULT)).isEmpty();
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
    }

    @Test
    void whoWasLetInSinceIsAChangeAndIsArchivedBeforeItIsUndone() throws IOException {
        Path archive = backUp(site).archive();
        set(file, ACCESS, acl());
        Restore restore = restore(archive, Path.of("/"));

        assertThat(BackupTest.preview(restore))
                .filteredOn(change -> change.effect() == Restore.Effect.CHANGED)
                .extracting(Restore.Change::path)
                .containsExactly(file);
        Path before = apply(restore).before().orElseThrow();

        assertThat(get(file, ACCESS)).isEmpty();
        Path undone = directory.resolve("undone");
        apply(restore(before, undone));
        assertThat(get(undone.resolve(Path.of("/").relativize(file)), ACCESS)).hasValue(acl());
    }

    /** On a disk of its own kind: ext4 has no room for so many. */
    @Test
    void aUsersHeapOfThemIsLeftOutAndTold() throws IOException {
        assumeThat(Path.of("/dev/shm")).isDirectory();
        Path roomy = Files.createTempDirectory(Path.of("/dev/shm"), "selfheal-");
        try {
            Path heap = Files.writeString(roomy.resolve("heap"), "content");
            Path many = Files.writeString(roomy.resolve("many"), "content");
            assumeThat(takes(heap, 17) && takes(many, 16))
                    .as("tmpfs keeps what users give a file")
                    .isTrue();
            set(heap, ACCESS, acl());
            Result.Done done = backUp(roomy);
            Path root = roomy.resolve("root");

            apply(restore(done.archive(), root));

            assertThat(done.notes())
                    .containsExactly(
                            heap + " has more than 64 KiB of extended attributes; those of users were left out");
            Path back = root.resolve(Path.of("/").relativize(heap));
            assertThat(back).hasContent("content");
            assertThat(get(back, ACCESS)).hasValue(acl());
            assertThat(users(back).list()).isEmpty();
            assertThat(users(back.resolveSibling("many")).list()).hasSize(16);
        } finally {
            Destination.remove(roomy);
        }
    }

    private static boolean takes(Path file, int count) {
        try {
            for (int i = 0; i < count; i++) {
                users(file).write("number" + i, ByteBuffer.allocate(4000));
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"trusted.overlay.redirect", "security.selinux", "system.nfs4_acl", "user.a=b", "user.\u00e4"})
    void noArchiveMaySetAnythingElse(String name) {
        Map<String, String> attributes = Map.of(name, "AA");
        Entry entry = new Entry("a", Entry.Kind.FILE, 0, 0, 0, 0, Instant.EPOCH, "");

        assertThatThrownBy(() -> entry.withAttributes(attributes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name);
    }
}
