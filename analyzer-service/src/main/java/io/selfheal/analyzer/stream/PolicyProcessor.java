package io.selfheal.analyzer.stream;

import io.selfheal.analyzer.decide.Alerts;
import io.selfheal.analyzer.decide.News;
import io.selfheal.analyzer.policy.PolicyBook;
import io.selfheal.schemas.codec.DecodeException;
import io.selfheal.schemas.sign.EntryCheck;
import io.selfheal.schemas.sign.EntryGate;
import io.selfheal.schemas.text.Excerpt;
import io.selfheal.schemas.topic.Topics;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the policy book equal to the policy topic. Every instance of the service reads the whole topic before it
 * judges its first event (a global store), so nobody is blocked for want of an allowlist that was still on its way.
 */
final class PolicyProcessor implements Processor<String, byte[], Void, Void> {
    static final String STORE = "policy";
    private static final int KEY_QUOTED = 100;
    private static final Logger LOG = Logger.getLogger(PolicyProcessor.class);

    private final PolicyBook book;
    private final EntryGate gate;
    private final AnalyzerMeters meters;
    private final News news;
    private final Consumer<Map<String, Object>> begun;
    private @Nullable KeyValueStore<String, byte[]> store;
    private @Nullable ProcessorContext<Void, Void> context;
    private @Nullable LocalDate told;

    /**
     * @param gate who is believed
     * @param news where people are told of who is not, once a day
     * @param begun told the configuration of Kafka Streams before the first event is judged
     */
    PolicyProcessor(
            PolicyBook book, EntryGate gate, AnalyzerMeters meters, News news, Consumer<Map<String, Object>> begun) {
        this.book = book;
        this.gate = gate;
        this.meters = meters;
        this.news = news;
        this.begun = begun;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        this.context = context;
        store = context.getStateStore(STORE);
        begun.accept(context.appConfigs());
    }

    /** An entry that is not believed or cannot be read changes nothing: the one before it goes on holding. */
    @Override
    public void process(Record<String, byte[]> record) {
        if (record.key() == null || store == null) {
            return;
        }
        switch (gate.check(Topics.POLICY.name(), record.key(), record.value(), record.headers(), offset())) {
            case EntryCheck.Holds holds -> keep(record, store);
            case EntryCheck.Replaced replaced -> {}
            case EntryCheck.Refused(String reason) -> refuse(record.key(), reason);
        }
    }

    private long offset() {
        return Objects.requireNonNull(context, "init")
                .recordMetadata()
                .map(RecordMetadata::offset)
                .orElse(-1L);
    }

    private void keep(Record<String, byte[]> record, KeyValueStore<String, byte[]> store) {
        if (record.value() == null) {
            store.delete(record.key());
            book.remove(record.key());
            return;
        }
        try {
            book.apply(Topics.POLICY.codec().decode(record.value()));
            store.put(record.key(), record.value());
        } catch (DecodeException | IllegalArgumentException e) {
            LOG.warnf(
                    e,
                    "policy entry not understood, the one before it stays key=%s",
                    Excerpt.of(record.key(), KEY_QUOTED));
        }
    }

    private void refuse(String key, String reason) {
        meters.countRefusedPolicy();
        LOG.warnf("policy entry not believed, the one before it stays key=%s: %s", Excerpt.of(key, KEY_QUOTED), reason);
        Instant now =
                Instant.ofEpochMilli(Objects.requireNonNull(context, "init").currentSystemTimeMs());
        LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC);
        if (!day.equals(told)) {
            told = day;
            news.announce(Alerts.policyRefused(key, reason, now));
        }
    }
}
