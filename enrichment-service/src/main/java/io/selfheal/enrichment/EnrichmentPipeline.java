package io.selfheal.enrichment;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.selfheal.enrichment.cache.VerdictCache;
import io.selfheal.enrichment.cache.WarmUp;
import io.selfheal.enrichment.file.FileAdmission;
import io.selfheal.enrichment.file.FileGate;
import io.selfheal.enrichment.file.FileMemory;
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
 * The way of the module: assessment → gate → each provider's lane (queue, quota, question) → finding → merged verdict;
 * and outcome of a file check → file gate → VirusTotal's lane for files → file verdict and alert. The other ways in are
 * the topics of verdicts themselves, which are the caches. Broken records go to the dead letters.
 */
@ApplicationScoped
public class EnrichmentPipeline {
    private final Gate gate;
    private final FileGate fileGate;
    private final Lanes lanes;
    private final VerdictCache cache;
    private final WarmUp warmUp;
    private final FileMemory files;
    private final DeadLetters deadLetters;
    private final MeterRegistry metrics;

    EnrichmentPipeline(
            Gate gate,
            FileGate fileGate,
            Lanes lanes,
            VerdictCache cache,
            WarmUp warmUp,
            FileMemory files,
            DeadLetters deadLetters,
            MeterRegistry metrics) {
        this.gate = gate;
        this.fileGate = fileGate;
        this.lanes = lanes;
        this.cache = cache;
        this.warmUp = warmUp;
        this.files = files;
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

    /** As above: acknowledged when queued. */
    @Incoming("enrichment-outcomes")
    Uni<Void> ended(Message<byte[]> message) {
        try {
            switch (fileGate.admit(Codecs.OUTCOME.decode(message.getPayload()))) {
                case FileAdmission.Wanted(var question) -> lanes.want(question);
                case FileAdmission.Skipped(var reason) -> count(reason.name());
            }
        } catch (DecodeException e) {
            return deadLetters.putAside(message, e);
        }
        return Uni.createFrom().completionStage(message::ack);
    }

    /** Own verdicts and those of other instances. */
    @Incoming("enrichment-known-verdicts")
    Uni<Void> known(Message<byte[]> message) {
        return learn(message, warmUp, payload -> cache.learn(Codecs.VERDICT.decode(payload)));
    }

    /** The same of files. */
    @Incoming("enrichment-known-files")
    Uni<Void> knownFile(Message<byte[]> message) {
        return learn(message, files.warmUp(), payload -> files.learn(Codecs.FILE_VERDICT.decode(payload)));
    }

    private Uni<Void> learn(Message<byte[]> message, WarmUp warming, Learning learning) {
        IncomingKafkaRecordMetadata<?, ?> origin =
                message.getMetadata(IncomingKafkaRecordMetadata.class).orElse(null);
        try {
            byte @Nullable [] payload = message.getPayload();
            if (payload != null) {
                learning.of(payload);
            }
        } catch (DecodeException e) {
            return deadLetters.putAside(message, e);
        } finally {
            if (origin != null) {
                warming.saw(origin.getPartition(), origin.getOffset());
            }
        }
        return Uni.createFrom().completionStage(message::ack);
    }

    private interface Learning {
        void of(byte[] payload) throws DecodeException;
    }

    private void count(String reason) {
        metrics.counter("selfheal.enrichment.skipped", "reason", reason.toLowerCase(Locale.ROOT))
                .increment();
    }
}
