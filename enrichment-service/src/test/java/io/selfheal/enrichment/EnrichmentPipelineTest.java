package io.selfheal.enrichment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.selfheal.schemas.codec.Codecs;
import io.selfheal.schemas.codec.DecodeException;
import io.selfheal.schemas.topic.DeadLetter;
import io.selfheal.schemas.verdict.Finding.Opinion;
import io.selfheal.schemas.verdict.Verdict;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import io.smallrye.reactive.messaging.memory.InMemoryConnector;
import io.smallrye.reactive.messaging.memory.InMemorySink;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The wiring: channels in memory, everything else real. */
@QuarkusTest
@QuarkusTestResource(InMemoryChannels.class)
class EnrichmentPipelineTest {
    @Inject
    @Connector("smallrye-in-memory")
    InMemoryConnector channels;

    @Inject
    @Readiness
    EnrichmentHealth health;

    private InMemorySink<byte[]> verdicts;
    private InMemorySink<byte[]> deadLetters;

    @BeforeEach
    void clear() {
        verdicts = channels.sink("enrichment-verdicts");
        deadLetters = channels.sink("enrichment-dead-letters");
        verdicts.clear();
        deadLetters.clear();
    }

    @Test
    void anAssessmentBecomesAVerdict() throws DecodeException {
        send(Codecs.ASSESSMENT.encode(Assessments.of("45.155.205.233", 85)));

        await().until(() -> !verdicts.received().isEmpty());
        Verdict verdict = Codecs.VERDICT.decode(verdicts.received().getFirst().getPayload());
        assertThat(verdict.source()).hasToString("45.155.205.233");
        assertThat(verdict.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.provider()).isEqualTo("virustotal");
            assertThat(finding.opinion()).isEqualTo(Opinion.MALICIOUS);
            assertThat(finding.points()).isEqualTo(14);
        });
        assertThat(key(verdicts.received().getFirst())).isEqualTo("45.155.205.233");
    }

    @Test
    void aBrokenAssessmentGoesToTheDeadLettersAndTheStreamGoesOn() {
        send("{\"broken".getBytes(StandardCharsets.UTF_8));
        send(Codecs.ASSESSMENT.encode(Assessments.of("45.155.205.234", 85)));

        await().until(() -> !verdicts.received().isEmpty());
        assertThat(deadLetters.received()).singleElement().satisfies(letter -> {
            assertThat(letter.getPayload()).asString().isEqualTo("{\"broken");
            assertThat(letter.getMetadata(OutgoingKafkaRecordMetadata.class)
                            .orElseThrow()
                            .getHeaders()
                            .lastHeader(DeadLetter.EXCEPTION_CLASS)
                            .value())
                    .asString()
                    .isEqualTo(DecodeException.class.getName());
        });
    }

    @Test
    void aPrivateAddressIsNeverSent() {
        int before = InMemoryChannels.VIRUSTOTAL.asked().size();

        send(Codecs.ASSESSMENT.encode(Assessments.of("10.1.2.3", 100)));
        send(Codecs.ASSESSMENT.encode(Assessments.of("45.155.205.235", 85)));

        await().until(() -> !verdicts.received().isEmpty());
        assertThat(InMemoryChannels.VIRUSTOTAL.asked()).hasSize(before + 1);
    }

    @Test
    void healthSaysWhichProvidersWork() {
        HealthCheckResponse response = health.call();

        assertThat(response.getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
        assertThat(response.getData().orElseThrow())
                .containsEntry("virustotal", "working")
                .containsEntry("zscaler", "off");
    }

    private void send(byte[] record) {
        channels.<byte[]>source("enrichment-assessments").send(record);
    }

    private static Object key(Message<byte[]> message) {
        return message.getMetadata(OutgoingKafkaRecordMetadata.class)
                .orElseThrow()
                .getKey();
    }
}
