package io.selfheal.e2e.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.selfheal.e2e.fleet.Installation;
import io.selfheal.e2e.lab.Lab;
import io.selfheal.e2e.lab.LabKind;
import io.selfheal.e2e.lab.Program;
import io.selfheal.e2e.lab.Running;
import io.selfheal.schemas.topic.Topic;
import io.selfheal.schemas.topic.Topics;
import io.selfheal.standalone.broker.EmbeddedKafka;
import io.selfheal.standalone.broker.TopicSetup;
import io.selfheal.test.http.FakeServer;
import io.selfheal.test.http.FakeServer.Answer;
import io.selfheal.test.http.FakeServer.Asked;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real rsyslog with the files that ship takes records from a real broker to where logs are kept. */
@Lab(LabKind.MONITOR)
class SiemTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String ALERT = """
            {"@timestamp":"2026-11-21T22:18:45.123Z","event":{"id":"al-1","kind":"alert"},"host":{"name":"web-1"},\
            "message":"An address was blocked","source":{"ip":"203.0.113.7"},"selfheal":{"schema":1}}""";
    private static final String DECISION =
            "{\"@timestamp\":\"2026-11-21T22:18:45.124Z\",\"event\":{\"id\":\"d-1\"},\"source\":{\"ip\":\"203.0.113.7\"}}";
    /** As large as an event can be, nearly. */
    private static final String LARGE =
            "{\"@timestamp\":\"2026-11-21T22:18:46Z\",\"event\":{\"id\":\"e-1\",\"original\":\"" + "x".repeat(64_000)
                    + "\"},\"host\":{\"name\":\"web-2\"}}";
    /** Whoever may write to a topic could begin a line of his own in what Elasticsearch is sent. */
    private static final String HOSTILE =
            "{\"@timestamp\":\"2026-11-21T22:18:47Z\",\"event\":{\"id\":\"d-2\\\"}}\\n{\\\"delete\\\":{\"}}";

    /** Each record is one line; what is more is none of ours. */
    private static final String TWO_DOCUMENTS =
            DECISION.replace("d-1", "d-3") + "\n{\"delete\":{\"_index\":\"other\"}}";

    @TempDir
    private Path folder;

    private EmbeddedKafka kafka;

    @BeforeEach
    void start() throws Exception {
        kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
        TopicSetup.createMissing(Map.of("bootstrap.servers", kafka.bootstrapServers()), Optional.of(1));
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (Topic<?> topic : List.of(Topics.ALERTS, Topics.ASSESSMENTS, Topics.OUTCOMES)) {
                send(producer, topic, ALERT.replace("al-1", topic.name()));
            }
            send(producer, Topics.EVENTS, LARGE);
            send(producer, Topics.DECISIONS, null);
            send(producer, Topics.DECISIONS, "no JSON");
            send(producer, Topics.DECISIONS, HOSTILE);
            send(producer, Topics.DECISIONS, TWO_DOCUMENTS);
            send(producer, Topics.DECISIONS, DECISION);
        }
    }

    private static void send(KafkaProducer<String, String> producer, Topic<?> topic, @Nullable String value)
            throws Exception {
        producer.send(new ProducerRecord<>(topic.name(), "203.0.113.7", value)).get();
    }

    @AfterEach
    void stop() {
        kafka.close();
    }

    @Test
    void elasticsearchIsGivenEachRecordUnderItsIdInADataStreamForItsTopic() throws Exception {
        try (FakeServer elastic = new FakeServer(asked -> Answer.json(503, "{}"))) {
            String there = "server=\"127.0.0.1\" serverport=\"" + elastic.url().getPort() + "\"";
            try (Running rsyslog =
                    rsyslog("rsyslog-elasticsearch.conf", "server=\"localhost\" serverport=\"9200\"", there)) {
                await().atMost(PATIENCE).until(() -> !elastic.asked().isEmpty());
                elastic.answers(asked -> Answer.json(200, "{\"took\":1,\"errors\":false,\"items\":[]}"));

                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(bulk(elastic))
                                .as(rsyslog::tail)
                                .contains(
                                        created("selfheal.alert", "selfheal.alerts"),
                                        created("selfheal.assessment", "selfheal.assessments"),
                                        created("selfheal.outcome", "selfheal.outcomes"),
                                        created("selfheal.decision", "d-1"),
                                        created("selfheal.decision", "d-2\\\"}}\\n{\\\"delete\\\":{"),
                                        created("selfheal.event", "e-1"),
                                        "x".repeat(64_000)));
            }
            assertThat(bulk(elastic).lines().filter(line -> !line.isEmpty()))
                    .as("no action but ours")
                    .allMatch(line -> line.startsWith("{\"create\":{\"_index\": \"logs-selfheal.")
                            || line.startsWith("{\"@timestamp\":\"2026-11-21T"));
        }
    }

    private static String created(String stream, String id) {
        return "{\"create\":{\"_index\": \"logs-" + stream + "-default\", \"_id\":\"" + id + "\"}}";
    }

    private static String bulk(FakeServer elastic) {
        return elastic.asked().stream().map(Asked::body).collect(Collectors.joining("\n"));
    }

    @Test
    void whateverTakesSyslogIsGivenEachRecordBehindItsTimeAndHost() throws Exception {
        try (ServerSocket siem = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String there = "target=\"127.0.0.1\" port=\"" + siem.getLocalPort() + "\"";
            try (Running rsyslog = rsyslog("rsyslog-syslog.conf", "target=\"localhost\" port=\"6514\"", there);
                    Socket connection = siem.accept();
                    InputStream in = connection.getInputStream()) {
                StringBuilder heard = new StringBuilder();
                Thread.ofVirtual().start(() -> listen(in, heard));

                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(text(heard))
                                .as(rsyslog::tail)
                                .contains(
                                        " <134>1 2026-11-21T22:18:45.123Z web-1 selfheal - alert - {\"@timestamp\"",
                                        " <134>1 2026-11-21T22:18:45.124Z - selfheal - decision - " + DECISION,
                                        " <134>1 2026-11-21T22:18:46Z web-2 selfheal - event - " + LARGE));
                assertThat(text(heard)).doesNotContain("no JSON");
            }
        }
    }

    private static void listen(InputStream in, StringBuilder heard) {
        byte[] chunk = new byte[8192];
        try {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                synchronized (heard) {
                    heard.append(new String(chunk, 0, n, StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            // the test is over
        }
    }

    private static String text(StringBuilder heard) {
        synchronized (heard) {
            return heard.toString();
        }
    }

    /** The shipped file, with what an administrator puts in place of localhost. */
    private Running rsyslog(String file, String where, String there) throws IOException {
        Path shipped = Installation.here().home().resolve("deploy/siem").resolve(file);
        String text = Files.readString(shipped);
        assertThat(text).contains(where, "broker=[\"localhost:9092\"]");
        Path mine = Files.writeString(
                folder.resolve(file),
                "global(workDirectory=\"%s\" maxMessageSize=\"1m\")%n".formatted(folder)
                        + text.replace(where, there)
                                .replace("localhost:9092", kafka.bootstrapServers())
                                .replace("/var/log/", folder + "/"));
        return Program.start("rsyslogd", List.of("rsyslogd", "-n", "-iNONE", "-f", mine.toString()));
    }
}
