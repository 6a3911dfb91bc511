package io.selfheal.schemas.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:9092",
                "LOCALHOST:9092",
                "127.0.0.1:9092",
                "127.8.9.10:9092",
                "[::1]:9092",
                "SSL://localhost:9093",
                "localhost:9092, 127.0.0.1:9093"
            })
    void brokersOfThisHostAre(String bootstrap) {
        assertThat(Loopback.areBrokers(bootstrap)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "localhost",
                "kafka1:9092",
                "10.0.0.1:9092",
                "127.0.0.1.example.org:9092",
                "127.example.org:9092",
                "localhost.example.org:9092",
                "SSL://kafka1:9092",
                "[fe80::1]:9092",
                "::1",
                "localhost:9092,",
                "localhost:9092,kafka1:9092"
            })
    void othersAreNot(String bootstrap) {
        assertThat(Loopback.areBrokers(bootstrap)).isFalse();
    }

    @Test
    void hostsAreTakenAsUrlsHaveThem() {
        assertThat(Stream.of("localhost", "127.0.0.1", "::1", "[::1]")).allMatch(Loopback::isHost);
        assertThat(Stream.of("", "[", "[]", "127.1", "0.0.0.0", "::", "example.org"))
                .noneMatch(Loopback::isHost);
    }
}
