package io.selfheal.e2e.bench;

import io.selfheal.collector.parse.ParserSet;
import io.selfheal.e2e.bench.SampleLog.Kind;
import io.selfheal.schemas.codec.Codec;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.topic.Topics;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The analyzer's topology as a process, working off a backlog of a broker in another process. The backlog is forty
 * minutes of log, all within the grace: events that come later are not judged, and would cost nothing.
 */
final class AnalyzerPart implements Part {
    private static final int SOURCES = 100_000;
    private static final int EVENTS = 1_200_000;
    private static final int CHUNK = 50_000;

    /** One for each of the two cores that the budget is meant for. */
    private static final int PARTITIONS = 2;

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Pattern PROGRESS = Pattern.compile("events (\\d+) cpu ([0-9.]+)");

    @Override
    public String name() {
        return "analyzer";
    }

    @Override
    public List<Figure> measure() throws IOException, InterruptedException {
        try (Scratch scratch = Scratch.open(name());
                Broker broker = Broker.start(scratch.folder(), PARTITIONS)) {
            fill(broker);
            long backlog = broker.count(Topics.EVENTS);
            List<String> argv =
                    AnalyzerProcess.argv(broker.bootstrap(), scratch.folder().resolve("state"));
            try (Child analyzer = Child.start("analyzer", argv, scratch.folder())) {
                Waiter.until("the analyzer", LIMIT, () -> newest(analyzer).events() >= backlog, analyzer);
                Progress from = first(analyzer, backlog / 4);
                Progress to = first(analyzer, backlog);
                return List.of(new Figure.Measured(
                        "analyzer on Kafka Streams",
                        (to.events() - from.events()) / (to.cpu() - from.cpu()),
                        "events / CPU s",
                        Budget.atLeast(100_000),
                        "100,000 sources, 1.2 M events, all rules, from the first quarter on"));
            }
        }
    }

    private record Progress(double events, double cpu) {}

    private static Progress newest(Child analyzer) throws IOException {
        return progress(analyzer).reduce((former, later) -> later).orElse(new Progress(0, 0));
    }

    private static Progress first(Child analyzer, long events) throws IOException {
        return progress(analyzer).filter(p -> p.events() >= events).findFirst().orElseThrow();
    }

    private static Stream<Progress> progress(Child analyzer) throws IOException {
        return PROGRESS.matcher(analyzer.output())
                .results()
                .map((MatchResult r) -> new Progress(Double.parseDouble(r.group(1)), Double.parseDouble(r.group(2))));
    }

    private static void fill(Broker broker) {
        Codec<SecurityEvent> codec = Topics.EVENTS.codec();
        SampleLog log = new SampleLog(SOURCES);
        Map<String, Object> producing = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                broker.bootstrap(),
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "lz4",
                ProducerConfig.BATCH_SIZE_CONFIG,
                64 * 1024,
                ProducerConfig.LINGER_MS_CONFIG,
                5);
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(producing, new StringSerializer(), new ByteArraySerializer())) {
            Instant end = Instant.now();
            for (int done = 0; done < EVENTS; done += CHUNK) {
                Instant last = end.minusMillis((EVENTS - done - CHUNK) * 2L);
                Parsing parsing =
                        new Parsing(ParserSet.builtIn(), "bench-" + done + "-", log.lines(Kind.BOTH, CHUNK, last), end);
                for (SecurityEvent event : parsing.events()) {
                    // The flush below waits for all; what is lost shows in the count.
                    var _ = producer.send(new ProducerRecord<>(Topics.EVENTS.name(), event.key(), codec.encode(event)));
                }
            }
            producer.flush();
        }
    }
}
