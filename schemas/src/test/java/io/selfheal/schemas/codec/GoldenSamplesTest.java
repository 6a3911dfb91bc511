package io.selfheal.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.schemas.event.Report;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.policy.BlockingPolicy;
import io.selfheal.schemas.policy.Policy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The files under golden/v1 are records as version 1 published them. Never edit one: a change of the wire format that
 * older readers would misunderstand is a new version with its own folder. A new sample is written by running this
 * test with {@code -Dselfheal.test.jvm=-Dselfheal.golden.write=true}, which never touches a file that is there.
 */
class GoldenSamplesTest {
    static List<Samples.Sample<?>> samples() {
        return Samples.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everySampleIsWrittenExactlyAsItWasPublished(Samples.Sample<?> sample) throws IOException {
        // given
        writeIfAsked(sample);
        String golden = new String(golden(sample.name()), StandardCharsets.UTF_8);

        // when
        String written = new String(sample.encoded(), StandardCharsets.UTF_8);

        // then
        assertThat(written).isEqualTo(golden.stripTrailing());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everyPublishedSampleIsReadable(Samples.Sample<?> sample) throws Exception {
        // given
        writeIfAsked(sample);

        // when
        Object read = sample.decoded(golden(sample.name()));

        // then
        assertThat(read).isEqualTo(sample.value());
    }

    /** Fields that came later have their defaults. */
    @Test
    void aBlockingPolicyFromBeforeNetworksWereBlockedIsReadable() throws Exception {
        // given
        Path earlier = Path.of("src/test/resources/golden/earlier/policy.blocking-before-networks.json");

        // when
        Policy read = Codecs.POLICY.decode(Files.readAllBytes(earlier));

        // then
        assertThat(read).isEqualTo(BlockingPolicy.DEFAULT);
    }

    @Test
    void everyGoldenFileBelongsToASample() throws IOException {
        // given
        List<String> names = samples().stream().map(Samples.Sample::name).toList();

        // when
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/golden/v1"))) {

            // then
            assertThat(files.map(file -> file.getFileName().toString().replace(".json", "")))
                    .containsExactlyInAnyOrderElementsOf(names);
        }
    }

    @Test
    void theScannerReadsEveryCanonicalEventButReportsWithoutHelp() throws IOException {
        for (Samples.Sample<?> sample : samples()) {
            // given
            boolean scanned = sample.value() instanceof SecurityEvent && !(sample.value() instanceof Report);

            // when
            SecurityEvent event = new EventScanner(sample.encoded(), new TextTable(2048)).scan();

            // then
            assertThat(event).as(sample.name()).isEqualTo(scanned ? sample.value() : null);
        }
    }

    static byte[] golden(String name) throws IOException {
        Path source = Path.of("src/test/resources/golden/v1", name + ".json");
        try (InputStream in = Files.newInputStream(source)) {
            return in.readAllBytes();
        }
    }

    private static void writeIfAsked(Samples.Sample<?> sample) throws IOException {
        Path source = Path.of("src/test/resources/golden/v1", sample.name() + ".json");
        if (Boolean.getBoolean("selfheal.golden.write") && !Files.exists(source)) {
            Files.createDirectories(source.getParent());
            Files.writeString(source, new String(sample.encoded(), StandardCharsets.UTF_8) + "\n");
        }
    }
}
