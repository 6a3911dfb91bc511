package io.selfheal.collector.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StemsTest {
    private static final Path ACCESS = Path.of("/var/log/nginx/access.log");

    private final Stems stems = new Stems();

    @ParameterizedTest
    @CsvSource({
        "/var/log/nginx/access.log.1, true",
        "/var/log/nginx/access.1.log, true",
        "/var/log/nginx/access.log-20261130, true",
        "/var/log/nginx/access.log, false",
        "/var/log/nginx/access.log.old, false",
        "/var/log/nginx/access-admin.log, false",
        "/var/log/nginx/acces.log.1, false",
        "/var/log/apache2/access.log.1, false",
        "/var/log/nginx/access.log.1/x, false",
        "/access.log.1, false"
    })
    void findsTheLogByNameAndFolder(Path file, boolean isRotated) {
        stems.add(ACCESS);
        stems.add(Path.of("/var/log/nginx/error.log"));

        assertThat(stems.logOf(file)).isEqualTo(isRotated ? ACCESS : null);
    }

    @Test
    void logsWithoutAnExtensionHaveRotatedOnesToo() {
        Path messages = Path.of("/var/log/messages");
        stems.add(messages);

        assertThat(stems.logOf(Path.of("/var/log/messages-20261130"))).isEqualTo(messages);
    }

    @Test
    void whatWasTakenOutIsNotFound() {
        Path other = Path.of("/var/log/nginx/access.txt");
        stems.add(ACCESS);
        stems.add(other);

        stems.remove(ACCESS);

        assertThat(stems.logOf(Path.of("/var/log/nginx/access.log.1"))).isNull();
        assertThat(stems.logOf(Path.of("/var/log/nginx/access.1.txt"))).isEqualTo(other);
    }
}
