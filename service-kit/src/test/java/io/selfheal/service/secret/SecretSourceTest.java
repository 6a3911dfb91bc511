package io.selfheal.service.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretSourceTest {
    @TempDir
    Path folder;

    @Test
    void readsTheFileAgainWhenItChanges() throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "first\n");
        SecretSource source = SecretSource.of(Optional.empty(), Optional.of(file));
        assertThat(source.current().orElseThrow().text()).isEqualTo("first");
        int version = source.version();

        Files.writeString(file, "second-key\n");

        assertThat(source.current().orElseThrow().text()).isEqualTo("second-key");
        assertThat(source.version()).isGreaterThan(version);
    }

    @Test
    void aMissingFileIsNoKeyUntilItAppears() throws IOException {
        Path file = folder.resolve("key");
        SecretSource source = SecretSource.of(Optional.empty(), Optional.of(file));
        assertThat(source.current()).isEmpty();

        Files.writeString(file, "here");

        assertThat(source.current()).isPresent();
    }

    @Test
    void aFileWithLineBreaksInsideIsNoKey() throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "abc\r\nX-Injected: 1");

        assertThat(SecretSource.of(Optional.empty(), Optional.of(file)).current())
                .isEmpty();
    }

    @Test
    void neverPrintsTheKey() {
        assertThat(SecretSource.of(Optional.of("geheim"), Optional.empty())
                        .current()
                        .toString())
                .doesNotContain("geheim");
    }
}
