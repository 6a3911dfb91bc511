package io.selfheal.analyzer.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;

/** Neither a record that our code fails on nor a long outage ends the analyzer; with the settings that ship. */
class FaultyRecordsTest {
    private static final String PREFIX = "kafka-streams.";

    private static final class FailsOnBad extends ContextualProcessor<String, String, String, String> {
        @Override
        public void process(Record<String, String> record) {
            if (record.value().equals("bad")) {
                throw new IllegalStateException("a mistake of ours");
            }
            context().forward(record);
        }
    }

    private static Properties shipped() throws IOException {
        Properties file = new Properties();
        try (InputStream in = FaultyRecords.class.getResourceAsStream("/META-INF/microprofile-config.properties")) {
            file.load(in);
        }
        Properties settings = new Properties();
        file.stringPropertyNames().stream()
                .filter(name -> name.startsWith(PREFIX) && !name.endsWith("state.dir"))
                .forEach(name -> settings.setProperty(name.substring(PREFIX.length()), file.getProperty(name)));
        settings.setProperty(StreamsConfig.APPLICATION_ID_CONFIG, "faulty");
        settings.setProperty(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
        return settings;
    }

    @Test
    void aRecordThatOurCodeFailsOnIsLeftOutAndTheNextOnesAreNot() throws IOException {
        StringSerializer text = new StringSerializer();
        Topology topology = new Topology();
        topology.addSource("in", new StringDeserializer(), new StringDeserializer(), "in")
                .addProcessor("work", FailsOnBad::new, "in")
                .addSink("out", "out", text, text, "work");
        try (TopologyTestDriver driver = new TopologyTestDriver(topology, shipped())) {
            TestInputTopic<String, String> in = driver.createInputTopic("in", text, text);
            TestOutputTopic<String, String> out =
                    driver.createOutputTopic("out", new StringDeserializer(), new StringDeserializer());
            in.pipeInput("k", "one");
            in.pipeInput("k", "bad");
            in.pipeInput("k", "bad");
            in.pipeInput("k", "two");

            assertThat(out.readValuesToList()).containsExactly("one", "two");
        }
    }

    @Test
    void aWorkerThatEndedIsReplacedUnlessTheMachineHasNoMemoryLeft() {
        StreamFaults faults = new StreamFaults();

        assertThat(faults.handle(new StreamsException("a fault")))
                .isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
        assertThat(faults.handle(new StackOverflowError())).isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
        assertThat(faults.handle(new OutOfMemoryError())).isEqualTo(StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
    }

    @Test
    void brokersMayBeAwayForDays() throws IOException {
        long patience = Long.parseLong(shipped().getProperty(StreamsConfig.TASK_TIMEOUT_MS_CONFIG));

        assertThat(Duration.ofMillis(patience)).isGreaterThan(Duration.ofDays(30));
    }
}
