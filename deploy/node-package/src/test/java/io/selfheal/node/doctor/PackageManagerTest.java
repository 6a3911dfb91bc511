package io.selfheal.node.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageManagerTest {
    @TempDir
    private Path programs;

    @Test
    void isDnfWhereThereIsNoAptGet() throws IOException {
        assertThat(PackageManager.of(programs)).isEqualTo(PackageManager.APT);
        Files.createFile(programs.resolve("dnf"));
        assertThat(PackageManager.of(programs)).isEqualTo(PackageManager.DNF);
        Files.createFile(programs.resolve("apt-get"));
        assertThat(PackageManager.of(programs)).isEqualTo(PackageManager.APT);
    }

    @Test
    void namesPackagesAsItsDistributionDoes() {
        assertThat(PackageManager.APT.install("clamav clamav-daemon", "clamav clamd"))
                .isEqualTo("apt-get install clamav clamav-daemon");
        assertThat(PackageManager.DNF.install("clamav clamav-daemon", "clamav clamd"))
                .isEqualTo("dnf install clamav clamd");
        assertThat(PackageManager.DNF.putBack()).isEqualTo("dnf reinstall selfheal-node");
    }
}
