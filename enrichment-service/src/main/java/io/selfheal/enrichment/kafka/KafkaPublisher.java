package io.selfheal.enrichment.kafka;

import io.selfheal.enrichment.lane.Publisher;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.codec.Codecs;
import io.selfheal.schemas.verdict.FileVerdict;
import io.selfheal.schemas.verdict.Verdict;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/** Publishes verdicts and alerts; tries again until Kafka acknowledged, since an answer has cost quota. */
@ApplicationScoped
public class KafkaPublisher implements Publisher {
    private static final Logger LOG = Logger.getLogger(KafkaPublisher.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final MutinyEmitter<byte[]> verdicts;
    private final MutinyEmitter<byte[]> files;
    private final MutinyEmitter<byte[]> alerts;

    KafkaPublisher(
            @Channel("enrichment-verdicts") MutinyEmitter<byte[]> verdicts,
            @Channel("enrichment-file-verdicts") MutinyEmitter<byte[]> files,
            @Channel("enrichment-alerts") MutinyEmitter<byte[]> alerts) {
        this.verdicts = verdicts;
        this.files = files;
        this.alerts = alerts;
    }

    @Override
    public void publish(Verdict verdict) throws InterruptedException {
        send(verdicts, verdict.source().toString(), Codecs.VERDICT.encode(verdict));
    }

    @Override
    public void publish(FileVerdict verdict) throws InterruptedException {
        send(files, verdict.sha256(), Codecs.FILE_VERDICT.encode(verdict));
    }

    @Override
    public synchronized void publish(Alert alert) throws InterruptedException {
        send(alerts, alert.groupingKey(), Codecs.ALERT.encode(alert));
    }

    private static void send(MutinyEmitter<byte[]> channel, String key, byte[] value) throws InterruptedException {
        OutgoingKafkaRecordMetadata<String> metadata =
                OutgoingKafkaRecordMetadata.<String>builder().withKey(key).build();
        try {
            channel.sendMessage(Message.of(value).addMetadata(metadata))
                    .onFailure()
                    .invoke(failure -> LOG.warnf("record not acknowledged, sent again cause=%s", failure.toString()))
                    .onFailure()
                    .retry()
                    .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                    .indefinitely()
                    .subscribeAsCompletionStage()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("retried without end, and yet it ended", e);
        }
    }
}
