package io.selfheal.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.selfheal.schemas.config.Setting;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.net.IpAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlConfigTest {

    enum OnTrouble {
        WAIT,
        GIVE_UP
    }

    record Source(
            @Setting(doc = "File to read.") Path path,
            @Setting(doc = "Longest line.", value = "64KiB") DataSize maxLine) {}

    record Kafka(
            @Setting(doc = "Brokers.", value = "[\"localhost:9092\"]")
            List<String> servers,

            @Setting(doc = "Pause before trying again.", value = "500ms")
            Duration retryAfter) {}

    record Collector(
            @Setting(doc = "This host's name.", value = "localhost")
            String hostName,

            @Setting(doc = "Files.") List<Source> sources,
            @Setting(doc = "Kafka.") Kafka kafka,

            @Setting(doc = "Restarts an hour.", value = "3", allowed = "0 to 10")
            int maxRestarts,

            @Setting(doc = "Bytes a day.", value = "5000000000")
            long bytes,

            @Setting(doc = "Share.", value = "0.5") double share,
            @Setting(doc = "Armed.", value = "false") boolean armed,
            @Setting(doc = "Zone of stamps.", value = "UTC") ZoneId zone,
            @Setting(doc = "What to do.", value = "wait") OnTrouble onTrouble,
            @Setting(doc = "Where to call.") Optional<URI> callback,
            @Setting(doc = "A gateway.") @Nullable IpAddress gateway,

            @Setting(doc = "Never blocked.", value = "[127.0.0.0/8]")
            List<Cidr> allow,

            @Setting(doc = "Names to limits.") Map<String, Duration> limits) {
        Collector {
            if (maxRestarts < 0 || maxRestarts > 10) {
                throw new IllegalArgumentException("maxRestarts is out of range");
            }
        }
    }

    record Required(
            @Setting(doc = "Needed.") String name,
            @Setting(doc = "Needed.", allowed = "1 to 9") int number) {}

    @Test
    void bindsEveryTypeThatIsWritten() {
        // given
        String yaml = """
                host-name: web1
                sources:
                  - path: /var/log/auth.log
                    max-line: 8MiB
                  - {path: /var/log/nginx/access.log}
                kafka:
                  servers: [kafka-1:9092, kafka-2:9092]
                  retry-after: 1m30s
                max-restarts: 10
                bytes: 9000000000
                share: 0.25
                armed: true
                zone: Europe/Berlin
                on-trouble: give-up
                callback: https://example.org/hook
                gateway: 192.0.2.1
                allow: [192.0.2.0/24, "2001:db8::/32"]
                limits: {nginx: 4h, sshd: PT5M}
                """;

        // when
        Collector config = YamlConfig.parse("collector.yaml", yaml, Collector.class);

        // then
        assertThat(config)
                .isEqualTo(new Collector(
                        "web1",
                        List.of(
                                new Source(Path.of("/var/log/auth.log"), new DataSize(8 << 20)),
                                new Source(Path.of("/var/log/nginx/access.log"), new DataSize(64 << 10))),
                        new Kafka(List.of("kafka-1:9092", "kafka-2:9092"), Duration.ofSeconds(90)),
                        10,
                        9_000_000_000L,
                        0.25,
                        true,
                        ZoneId.of("Europe/Berlin"),
                        OnTrouble.GIVE_UP,
                        Optional.of(URI.create("https://example.org/hook")),
                        IpAddress.parse("192.0.2.1"),
                        List.of(Cidr.parse("192.0.2.0/24"), Cidr.parse("2001:db8::/32")),
                        Map.of("nginx", Duration.ofHours(4), "sshd", Duration.ofMinutes(5))));
    }

    @Test
    void takesDefaultsForWhatIsLeftOut() {
        Collector config = YamlConfig.defaults(Collector.class);

        assertThat(config)
                .isEqualTo(new Collector(
                        "localhost",
                        List.of(),
                        new Kafka(List.of("localhost:9092"), Duration.ofMillis(500)),
                        3,
                        5_000_000_000L,
                        0.5,
                        false,
                        ZoneId.of("UTC"),
                        OnTrouble.WAIT,
                        Optional.empty(),
                        null,
                        List.of(Cidr.parse("127.0.0.0/8")),
                        Map.of()));
    }

    @Test
    void treatsAFileOfCommentsAsEmpty() {
        assertThat(YamlConfig.parse("c.yaml", "# nothing\n---\n", Kafka.class))
                .isEqualTo(YamlConfig.defaults(Kafka.class));
    }

    @Test
    void reportsEveryProblemInTheOrderOfTheFile() {
        // given
        String yaml = """
                host-nmae: web1
                sources:
                  - path: auth.log
                  - max-line: 64KB
                kafka:
                  retry-after: 5
                max-restarts: 11
                armed: yes
                on-trouble: giveup
                allow: [192.0.2.1/24, nonsense]
                """;

        // when
        ConfigException refused = refused(yaml, Collector.class);

        // then
        assertThat(refused.getMessage().lines())
                .containsExactly(
                        "c.yaml:1: host-nmae: is not a known key; did you mean 'host-name'?; allowed: host-name, sources,"
                                + " kafka, max-restarts, bytes, share, armed, zone, on-trouble, callback, gateway, allow,"
                                + " limits",
                        "c.yaml:3: sources[0].path: 'auth.log' is not absolute; allowed: an absolute path",
                        "c.yaml:4: sources[1].path: is missing; allowed: an absolute path",
                        "c.yaml:4: sources[1].max-line: '64KB' is not a size; allowed: a size like 512B, 64KiB, 8MiB, 1GiB",
                        "c.yaml:6: kafka.retry-after: '5' has no unit; allowed: a duration like 500ms, 30s, 4h, 7d",
                        "c.yaml:8: armed: 'yes' is neither true nor false; allowed: true or false",
                        "c.yaml:9: on-trouble: 'giveup' is not known; did you mean 'give-up'?; allowed: wait, give-up",
                        "c.yaml:10: allow[0]: '192.0.2.1/24' has host bits set; allowed: '192.0.2.0/24'",
                        "c.yaml:10: allow[1]: 'nonsense' is no IP address; allowed: an IPv4 address like 203.0.113.7 or an"
                                + " IPv6 address like 2001:db8::7");
    }

    @Test
    void placesARecordsOwnRefusalAtTheKeyThatItNames() {
        assertThat(refused("\nmax-restarts: 11\n", Collector.class))
                .hasMessage("c.yaml:2: max-restarts: '11' is out of range; allowed: 0 to 10");
    }

    @Test
    void namesWhatIsRequired() {
        assertThat(refused("", Required.class))
                .hasMessage("c.yaml: name: is missing; allowed: text\nc.yaml: number: is missing; allowed: 1 to 9");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kafka: text",
                "kafka: [a]",
                "sources: {path: /x}",
                "sources: /x",
                "limits: [1s]",
                "host-name: [a, b]",
                "host-name: {a: b}",
                "host-name:",
                "max-restarts: 0x10",
                "max-restarts: 007",
                "max-restarts: 3000000000",
                "bytes: 9999999999999999999",
                "share: .nan",
                "zone: Mars/Olympus",
                "callback: not-absolute",
                "armed: !!bool true",
                "host-name: !!java.io.File x",
                "host-name: a\nhost-name: b",
                "? [a]\n: b",
                "- a",
                "just text",
                "a: b: c",
                "\"unclosed",
                "host-name: \"\\x00",
                "a: *nowhere",
                "---\nhost-name: a\n---\nhost-name: b"
            })
    void refusesWhatDoesNotFit(String yaml) {
        assertThat(refused(yaml, Collector.class).problems()).isNotEmpty();
    }

    @Test
    void stopsAtDeepNestingInsteadOfOverflowingTheStack() {
        assertThat(refused("sources: " + "[".repeat(500_000), Collector.class)).hasMessageContaining("nested too deep");
    }

    @Test
    void boundsAliasesAndTheNumberOfProblems() {
        // given
        StringBuilder bomb = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d]%n".formatted(i, i, i - 1, i - 1));
        }
        String unknownKeys = numberedKeys(1_000);

        // when, then
        assertThat(refused(bomb.toString(), Collector.class)).hasMessageContaining("aliases");
        assertThat(refused(unknownKeys, Collector.class).problems()).hasSize(101);
    }

    private static String numberedKeys(int count) {
        StringBuilder keys = new StringBuilder();
        for (int i = 0; i < count; i++) {
            keys.append("unknown-").append(i).append(": 1\n");
        }
        return keys.toString();
    }

    @Test
    void escapesAndShortensWhatItQuotes() {
        assertThat(refused("zone: \"a\\e[31m" + "b".repeat(200) + "\"", Collector.class))
                .hasMessage("c.yaml:1: zone: 'a·[31m" + "b".repeat(73)
                        + "…' is not a known time zone; allowed: a time zone like UTC or Europe/Berlin");
    }

    @Test
    void readsAFileAndNamesItInProblems(@TempDir Path folder) throws Exception {
        // given
        Path good = Files.writeString(folder.resolve("good.yaml"), "servers: [a:1]\n");
        Path bad = Files.writeString(folder.resolve("bad.yaml"), "server: [a:1]\n");

        // when, then
        assertThat(YamlConfig.read(good, Kafka.class).servers()).containsExactly("a:1");
        assertThatThrownBy(() -> YamlConfig.read(bad, Kafka.class))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("bad.yaml:1: server: is not a known key; did you mean 'servers'?");
    }

    @Test
    void refusesFilesItCannotReadWhole(@TempDir Path folder) throws Exception {
        // given
        Path missing = folder.resolve("missing.yaml");
        Path large = Files.write(folder.resolve("large.yaml"), new byte[YamlConfig.MAX_BYTES + 1]);
        Path latin = Files.write(folder.resolve("latin.yaml"), "a: ü".getBytes(StandardCharsets.ISO_8859_1));

        // when, then
        assertThatThrownBy(() -> YamlConfig.read(missing, Kafka.class)).hasMessage(missing + ": does not exist");
        assertThatThrownBy(() -> YamlConfig.read(large, Kafka.class)).hasMessageContaining("at most 1 MiB");
        assertThatThrownBy(() -> YamlConfig.read(latin, Kafka.class)).hasMessageContaining("UTF-8");
        assertThatThrownBy(() -> YamlConfig.read(folder, Kafka.class)).isInstanceOf(ConfigException.class);
    }

    @Property(tries = 500)
    void anyTextIsBoundOrRefused(@ForAll @StringLength(max = 200) String text) {
        assertBoundOrRefused(text);
        assertBoundOrRefused("host-name: " + text);
    }

    private static void assertBoundOrRefused(String yaml) {
        try {
            assertThat(YamlConfig.parse("c.yaml", yaml, Collector.class)).isNotNull();
        } catch (ConfigException e) {
            assertThat(e.problems()).isNotEmpty();
        }
    }

    private static ConfigException refused(String yaml, Class<? extends Record> type) {
        return catchThrowableOfType(ConfigException.class, () -> YamlConfig.parse("c.yaml", yaml, type));
    }
}
