package io.selfheal.enrichment;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.selfheal.enrichment.cache.VerdictCache;
import io.selfheal.enrichment.cache.WarmUp;
import io.selfheal.enrichment.gate.Admission;
import io.selfheal.enrichment.gate.Gate;
import io.selfheal.enrichment.kafka.DeadLetters;
import io.selfheal.schemas.codec.Codecs;
import io.selfheal.schemas.codec.DecodeException;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Locale;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;

/**
 * The way of the module: assessment → gate → each provider's lane (queue, quota, question) → finding → merged verdict.
 * The other way in is the verdicts topic itself, which is the cache. Broken records go to the dead letters.
 */
@ApplicationScoped
public class EnrichmentPipeline {
    private final Gate gate;
    private final Lanes lanes;
    private final VerdictCache cache;
    private final WarmUp warmUp;
    private final DeadLetters deadLetters;
    private final MeterRegistry metrics;

    EnrichmentPipeline(
            Gate gate, Lanes lanes, VerdictCache cache, WarmUp warmUp, DeadLetters deadLetters, MeterRegistry metrics) {
        this.gate = gate;
        this.lanes = lanes;
        this.cache = cache;
        this.warmUp = warmUp;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
    }

    void start(@Observes StartupEvent event) {
        lanes.start();
    }

    void stop(@Observes ShutdownEvent event) {
        lanes.close();
    }

    /** Acknowledged when queued; see {@link io.selfheal.enrichment.kafka.StartLookBack} for why nothing is lost. */
    @Incoming("enrichment-assessments")
    Uni<Void> assessed(Message<byte[]> message) {
        try {
            switch (gate.admit(Codecs.ASSESSMENT.decode(message.getPayload()))) {
                case Admission.Wanted(var address, int score) -> lanes.want(address, score);
                case Admission.Skipped(var reason) -> count(reason.name());
            }
        } catch (DecodeException e) {
            return deadLetters.putAside(message, e);
        }
        return Uni.createFrom().completionStage(message::ack);
    }

    /** Own verdicts and those of other instances. */
    @Incoming("enrichment-known-verdicts")
    Uni<Void> known(Message<byte[]> message) {
        IncomingKafkaRecordMetadata<?, ?> origin =
                message.getMetadata(IncomingKafkaRecordMetadata.class).orElse(null);
        try {
            byte @Nullable [] payload = message.getPayload();
            if (payload != null) {
                cache.learn(Codecs.VERDICT.decode(payload));
            }
        } catch (DecodeException e) {
            return deadLetters.putAside(message, e);
        } finally {
            if (origin != null) {
                warmUp.saw(origin.getPartition(), origin.getOffset());
            }
        }
        return Uni.createFrom().completionStage(message::ack);
    }

    private void count(String reason) {
        metrics.counter("selfheal.enrichment.skipped", "reason", reason.toLowerCase(Locale.ROOT))
                .increment();
    }
}
