package io.selfheal.enrichment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.alert.Alert.Severity;
import io.selfheal.schemas.codec.Codecs;
import io.selfheal.schemas.codec.DecodeException;
import io.selfheal.schemas.outcome.Detail.FileReport;
import io.selfheal.schemas.outcome.Outcome;
import io.selfheal.schemas.outcome.Outcome.ActionKind;
import io.selfheal.schemas.outcome.Outcome.Status;
import io.selfheal.schemas.topic.DeadLetter;
import io.selfheal.schemas.verdict.FileVerdict;
import io.selfheal.schemas.verdict.Finding;
import io.selfheal.schemas.verdict.Finding.Opinion;
import io.selfheal.schemas.verdict.Verdict;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import io.smallrye.reactive.messaging.memory.InMemoryConnector;
import io.smallrye.reactive.messaging.memory.InMemorySink;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
    private InMemorySink<byte[]> alerts;
    private InMemorySink<byte[]> fileVerdicts;

    @BeforeEach
    void clear() {
        verdicts = channels.sink("enrichment-verdicts");
        deadLetters = channels.sink("enrichment-dead-letters");
        alerts = channels.sink("enrichment-alerts");
        fileVerdicts = channels.sink("enrichment-file-verdicts");
        alerts.clear();
        fileVerdicts.clear();
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
    void anInfectedFileIsAskedAboutByItsHashAloneAndPeopleAreTold() throws DecodeException {
        String sha256 = "ab".repeat(32);

        channels.<byte[]>source("enrichment-outcomes").send(Codecs.OUTCOME.encode(checked("web-1", sha256, true)));

        await().until(() -> !fileVerdicts.received().isEmpty());
        assertThat(InMemoryChannels.VIRUSTOTAL.asked().getLast()).satisfies(asked -> {
            assertThat(asked.path()).isEqualTo("/api/v3/files/" + sha256);
            assertThat(asked.method()).isEqualTo("GET");
            assertThat(asked.body()).isEmpty();
        });
        Alert alert = Codecs.ALERT.decode(alerts.received().getFirst().getPayload());
        assertThat(alert.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(alert.kind()).isEqualTo("known-malware");
        assertThat(alert.host()).isEqualTo("web-1");
        assertThat(alert.description()).contains("7 of 94 engines call it malicious");
        FileVerdict verdict =
                Codecs.FILE_VERDICT.decode(fileVerdicts.received().getFirst().getPayload());
        assertThat(verdict.told()).containsOnlyKeys("web-1");
        assertThat(key(fileVerdicts.received().getFirst())).isEqualTo(sha256);
    }

    @Test
    void whatTheTopicKnowsOfAFileIsNeitherAskedNorToldAgain() {
        String sha256 = "cd".repeat(32);
        Instant now = Instant.now();
        Finding finding =
                new Finding("virustotal", Opinion.MALICIOUS, 0, "bad", null, now, now.plus(Duration.ofHours(24)));
        FileVerdict known = new FileVerdict(sha256, now, finding, "", Map.of("web-1", now));
        int before = InMemoryChannels.VIRUSTOTAL.asked().size();

        channels.<byte[]>source("enrichment-known-files").send(Codecs.FILE_VERDICT.encode(known));
        channels.<byte[]>source("enrichment-outcomes").send(Codecs.OUTCOME.encode(checked("web-1", sha256, true)));
        channels.<byte[]>source("enrichment-outcomes")
                .send(Codecs.OUTCOME.encode(checked("web-1", "ef".repeat(32), true)));

        await().until(() -> !fileVerdicts.received().isEmpty());
        assertThat(InMemoryChannels.VIRUSTOTAL.asked()).hasSize(before + 1);
        assertThat(alerts.received()).hasSize(1);
    }

    @Test
    void aBrokenOutcomeAndABrokenFileVerdictGoToTheDeadLetters() {
        channels.<byte[]>source("enrichment-outcomes").send("[]".getBytes(StandardCharsets.UTF_8));
        channels.<byte[]>source("enrichment-known-files").send("{}".getBytes(StandardCharsets.UTF_8));

        await().until(() -> deadLetters.received().size() == 2);
    }

    private static Outcome checked(String host, String sha256, boolean infected) {
        return new Outcome(
                "outcome-1",
                Instant.now(),
                host,
                ActionKind.CHECK_FILE,
                "/srv/www/x.php",
                Status.APPLIED,
                "",
                "order-1",
                null,
                null,
                new FileReport(
                        "/srv/www/x.php", "ClamAV", infected, infected ? List.of("Php.Agent") : List.of(), sha256));
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
