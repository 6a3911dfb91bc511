package io.selfheal.collector.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountsTest {
    @TempDir
    Path directory;

    @Test
    void knowsWhatAnotherMachineOrProcessAnswersFor() {
        Mounts mounts = Mounts.of("""
                22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
                30 22 0:26 / /proc rw - proc proc rw
                41 22 0:40 / /mnt/a rw shared:5 master:2 - nfs4 filer:/a rw,vers=4.2
                42 22 0:41 / /mnt/with\\040space rw - cifs //filer/share rw
                43 22 0:42 / /mnt/c rw - fuse.sshfs host:/ rw
                48 22 0:48 / /mnt/\\000 rw - nfs filer:/c rw
                44 22 0:43 / /mnt/auto rw - autofs systemd-1 rw
                31 30 0:27 / /proc/sys/fs/binfmt_misc rw - autofs systemd-1 rw
                45 22 8:17 / /mnt/ntfs rw - fuseblk /dev/sdb1 rw
                46 22 0:45 / /mnt/over rw - nfs filer:/b rw
                47 46 0:46 / /mnt/over rw - tmpfs tmpfs rw
                a line that is none
                """);

        assertThat(mounts.remote())
                .containsExactlyInAnyOrder(
                        Path.of("/mnt/a"), Path.of("/mnt/with space"), Path.of("/mnt/c"), Path.of("/mnt/auto"));
    }

    @Test
    void aRootThatIsRemoteIsWhatThisMachineStandsOn() {
        assertThat(Mounts.of("22 1 0:20 / / rw - nfs filer:/root rw").remote()).isEmpty();
    }

    @Test
    void followsLinksUpToTheRemoteFileSystemAndNotIntoIt() throws IOException {
        Path real = directory.toRealPath();
        Path remote = real.resolve("remote");
        Files.createSymbolicLink(real.resolve("app"), remote.resolve("app/logs"));
        Files.createSymbolicLink(real.resolve("relative"), Path.of("../" + real.getFileName() + "/app"));
        Files.createSymbolicLink(real.resolve("round"), real.resolve("round"));
        Mounts mounts = new Mounts(Set.of(remote));

        assertThat(mounts.above(remote.resolve("a/b.log"))).isEqualTo(remote);
        assertThat(mounts.above(remote)).isEqualTo(remote);
        assertThat(mounts.above(real.resolve("app/x.log"))).isEqualTo(remote);
        assertThat(mounts.above(real.resolve("relative/x.log"))).isEqualTo(remote);
        assertThat(mounts.above(real.resolve("round/x.log"))).isNull();
        assertThat(mounts.above(real.resolve("remote-too/x.log"))).isNull();
    }
}
