package io.selfheal.analyzer.stream;

import io.selfheal.analyzer.detect.Findings;
import io.selfheal.analyzer.relay.Blame;
import io.selfheal.analyzer.relay.BlameCodec;
import io.selfheal.analyzer.relay.Relay;
import io.selfheal.analyzer.relay.Share;
import io.selfheal.analyzer.relay.ShareCodec;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.assess.Assessment;
import io.selfheal.schemas.decide.Block;
import io.selfheal.schemas.decide.Decision;
import io.selfheal.schemas.decide.Lift;
import io.selfheal.schemas.order.NodeOrder;
import io.selfheal.schemas.sign.LiftedHeader;
import io.selfheal.schemas.sign.RecordSigner;
import io.selfheal.schemas.topic.DeadLetter;
import io.selfheal.schemas.topic.Topic;
import io.selfheal.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Sends findings on to their topics. Records are stamped with the present: retention counts from when it was said. */
final class Publisher {
    private final String part;
    private final ProcessorContext<String, byte[]> context;
    private final Trust trust;
    private final AnalyzerMeters meters;

    /**
     * @param part the processor whose sinks are used
     */
    Publisher(String part, ProcessorContext<String, byte[]> context, Trust trust, AnalyzerMeters meters) {
        this.part = part;
        this.context = context;
        this.trust = trust;
        this.meters = meters;
    }

    void publish(Findings findings) {
        for (Decision decision : findings.decisions()) {
            publish(decision);
        }
        for (Assessment assessment : findings.assessments()) {
            meters.countAssessment();
            send(Topics.ASSESSMENTS, assessment.subject().value(), assessment);
        }
        for (Alert alert : findings.alerts()) {
            send(Topics.ALERTS, alert.groupingKey(), alert);
        }
        for (Relay relay : findings.relays()) {
            switch (relay) {
                case Share s -> send(Topics.ANALYZER_SHARES, s.key(), ShareCodec.encode(s));
                case Blame b -> send(Topics.ANALYZER_BLAMES, b.key(), BlameCodec.encode(b));
            }
        }
    }

    private void publish(Decision decision) {
        decide(decision.key(), Topics.DECISIONS.codec().encode(decision));
        switch (decision) {
            case Block b -> meters.countBlock();
            case Lift l -> {
                meters.countLift();
                forget(l);
            }
        }
    }

    private void decide(String key, byte[] value) {
        forwardSigned(Topics.DECISIONS.name(), key, value, new RecordHeaders());
    }

    /** A tombstone is signed too, with its time: whoever could forge one, or show an old one, could open every firewall. */
    private void forget(Lift lift) {
        String topic = Topics.DECISIONS.name();
        RecordHeaders headers = new RecordHeaders();
        trust.signer()
                .ifPresent(s -> headers.add(LiftedHeader.NAME, LiftedHeader.of(s, topic, lift.key(), lift.issued())));
        forwardSigned(topic, lift.key(), null, headers);
    }

    private void forwardSigned(String topic, String key, byte @Nullable [] value, RecordHeaders headers) {
        trust.signer().ifPresent(s -> headers.add(RecordSigner.HEADER, s.sign(topic, key, value)));
        forward(topic, key, value, headers);
    }

    void publish(NodeOrder order) {
        forwardSigned(Topics.ORDERS.name(), order.key(), Topics.ORDERS.codec().encode(order), new RecordHeaders());
    }

    void deadLetter(Record<String, byte[]> record, Exception cause) {
        meters.countDeadLetter();
        RecordMetadata from = context.recordMetadata().orElseThrow();
        RecordHeaders headers = new RecordHeaders(record.headers());
        add(headers, DeadLetter.TOPIC, from.topic());
        add(headers, DeadLetter.PARTITION, Integer.toString(from.partition()));
        add(headers, DeadLetter.OFFSET, Long.toString(from.offset()));
        add(headers, DeadLetter.EXCEPTION_CLASS, cause.getClass().getName());
        add(headers, DeadLetter.EXCEPTION_MESSAGE, String.valueOf(cause.getMessage()));
        forward(Topics.ANALYZER_DEAD_LETTERS.name(), record.key(), record.value(), headers);
    }

    private <T> void send(Topic<T> topic, String key, T value) {
        forward(topic.name(), key, topic.codec().encode(value), new RecordHeaders());
    }

    private void forward(String topic, @Nullable String key, byte @Nullable [] value, Headers headers) {
        Record<String, byte[]> record = new Record<>(key, value, context.currentSystemTimeMs(), headers);
        context.forward(record, AnalyzerTopology.sink(topic, part));
    }

    private static void add(RecordHeaders headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
