package io.selfheal.host.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathBytesTest {
    private static final byte[] LATIN_1 = "b\u00fccher".getBytes(StandardCharsets.ISO_8859_1);

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/a/b",
                "a",
                "a/b c",
                "/var/log/b\u00fccher.log",
                "\u65e5\u672c",
                "..",
                "../x",
                "/a/../b",
                "50%25"
            })
    void pathsOfTextAreTheirUtf8AndBack(String text) {
        Path path = Path.of(text);

        assertThat(PathBytes.isText(path)).isTrue();
        assertThat(PathBytes.of(path)).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
        assertThat(PathBytes.path(PathBytes.of(path))).isEqualTo(path);
    }

    @Test
    void aNameThatIsNoTextIsFoundAgainByItsBytesOnly() throws IOException {
        Path made = Files.createFile(directory.resolve(PathBytes.path(LATIN_1)));

        try (DirectoryStream<Path> listed = Files.newDirectoryStream(directory)) {
            Path file = listed.iterator().next();

            assertThat(file).isEqualTo(made);
            assertThat(PathBytes.isText(file)).isFalse();
            assertThat(Path.of(file.toString())).doesNotExist();
            assertThat(PathBytes.of(file.getFileName())).isEqualTo(LATIN_1);
            assertThat(PathBytes.path(PathBytes.of(file))).exists();
        }
    }

    @Test
    void aDirectoryHasNoFinalSlash() throws IOException {
        Path made = Files.createDirectory(directory.resolve(PathBytes.path(LATIN_1)));

        assertThat(PathBytes.of(made)).endsWith(LATIN_1);
    }

    @Test
    void whateverBytesComeBackAsTheyWere() {
        Random random = new Random(4);
        for (int i = 0; i < 10_000; i++) {
            byte[] name = new byte[1 + random.nextInt(20)];
            for (int at = 0; at < name.length; at++) {
                int b = 1 + random.nextInt(255);
                name[at] = (byte) (b == '/' ? 'x' : b);
            }
            assertThat(PathBytes.of(PathBytes.path(name))).isEqualTo(name);
        }
    }

    @Test
    void aZeroIsNoPartOfAPath() {
        assertThatThrownBy(() -> PathBytes.path(new byte[] {'a', 0})).isInstanceOf(IllegalArgumentException.class);
    }
}
