package io.selfheal.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.selfheal.agent.config.ConfigException;
import io.selfheal.agent.config.YamlConfig;
import io.selfheal.collector.parse.ParserSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CollectorConfigTest {
    @Test
    void readsThePackagedFileAndThatFileWithEverySourceOfItsCommentsTurnedOn() throws IOException {
        String packaged = packaged();
        CollectorConfig config = parse(packaged);
        assertThat(config.sources()).hasSize(1);
        assertThat(config.vitalsInterval()).isEqualTo(Duration.ofSeconds(30));
        CollectorConfig all = parse(packaged.replaceAll("(?m)^  # (- path|  type)", "  $1"));
        assertThat(all.sources()).hasSizeGreaterThan(8);
    }

    @Test
    void hasDefaultsForAllButTheSources() {
        CollectorConfig config = parse("");
        assertThat(config.stateDirectory()).hasToString("/var/lib/selfheal/collector");
        assertThat(config.limits().lineBytes()).hasToString("64KiB");
        assertThat(config.includeMessage()).isTrue();
        assertThat(config.sources()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sources: [{path: x.log}]                    | sources[0].path | 'x.log'",
                "sources: [{path: '/var/log/[abc'}]          | sources[0].path | has no glob in '[abc'",
                "sources: [{path: '/v/{a/b,c}.log'}]         | sources[0].path | none of them across a /",
                "sources: [{path: /a, type: a b}]            | sources[0].type | 'a b'",
                "sources: [{path: /a, start: middle}]        | sources[0].start | 'middle'",
                "sources: [{path: /a, colour: red}]          | colour | ",
                "limits: {in-flight-events: 0}               | in-flight-events | 1 to 100000",
                "limits: {line-bytes: 1MiB}                  | line-bytes | 1KiB to 64KiB",
                "kafka: {security: {acks: '0'}}              | acks | ssl.keystore.location",
                "syslog: [{listen: 'udp://fw:514', senders: [10.0.0.1]}] | syslog[0].listen | tls://[::]:6514",
                "syslog: [{listen: 'udp://0.0.0.0:514'}]     | senders | at least one",
                "syslog: [{listen: 'tls://0.0.0.0:6514', senders: [10.0.0.1]}] | certificate | tls://",
                "syslog: [{listen: 'tcp://[::]:70000', senders: [10.0.0.1]}] | listen | 70000",
                "sources: [{path: /a, units: [x.service]}]   | sources[0].units | only with the path journal",
                "sources: [{path: journal, units: [-x]}]     | sources[0].units | '-x'",
                "limits: {unpacked-bytes: 1KiB}              | unpacked-bytes | 1MiB to 64GiB",
                "sources: [{path: /a, lines-per-second: -1}] | sources[0].lines-per-second | 0 to 1000000",
                "sources: [{path: /a, line-bytes: 1MiB}]     | sources[0].line-bytes | 1KiB to 64KiB",
                "sources: [{path: journal, continuation: tab}] | sources[0].continuation | with the path journal",
                "sources: [{path: /a, continuation: wide}]   | sources[0].continuation | indented",
                "vitals-interval: 10ms                       | vitals-interval | 1s to 1h",
            })
    void saysWhereWhatAndWhatIsAllowedOfABadValue(String yaml, String path, String part) {
        assertThatThrownBy(() -> parse(yaml))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("collector.yaml")
                .hasMessageContaining(path)
                .hasMessageContaining(part == null ? "" : part);
    }

    @Test
    void refusesASourceTypeThatNoParserKnows() {
        CollectorSources sources = new CollectorSources(
                parse("sources: [{path: /a, type: nginx}, {path: /b, type: ngnix}]"), "node-1", ZoneOffset.UTC);

        assertThatThrownBy(() -> sources.check(ParserSet.builtIn()))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(
                        "collector.yaml: sources[1].type: 'ngnix' is unknown; allowed: 3proxy, access, ");
    }

    @Test
    void listsEveryProblemOfAFileForTheCommandLine(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("collector.yaml");
        Files.writeString(file, "sources: [{path: x}, {path: y}]\nnonsense: 1\n");
        assertThatThrownBy(() -> YamlConfig.read(file, CollectorConfig.class))
                .isInstanceOf(ConfigException.class)
                .satisfies(refused -> assertThat(refused.getMessage().lines()).hasSize(3));
    }

    private static CollectorConfig parse(String yaml) {
        return YamlConfig.parse("collector.yaml", yaml, CollectorConfig.class);
    }

    private static String packaged() throws IOException {
        try (InputStream in = CollectorConfig.class.getResourceAsStream("collector.yaml")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
