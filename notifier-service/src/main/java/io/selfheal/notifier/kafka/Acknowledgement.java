package io.selfheal.notifier.kafka;

import io.selfheal.notifier.lane.Receipt;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Acknowledges an alert after every channel told it, or after it is in the dead letters because one could not. Until
 * then Kafka's offset stays behind it: delivery is at least once.
 */
@ApplicationScoped
public class Acknowledgement {
    private static final Logger LOG = Logger.getLogger(Acknowledgement.class);

    private final DeadLetters deadLetters;
    private final Backlog backlog;

    Acknowledgement(DeadLetters deadLetters, Backlog backlog) {
        this.deadLetters = deadLetters;
        this.backlog = backlog;
    }

    /** The receipt that as many channels share. */
    public Receipt of(Message<byte[]> record, int channels) {
        return new AlertReceipt(channels, causes -> settle(record, causes));
    }

    private void settle(Message<byte[]> record, List<String> causes) {
        Uni<Void> settled = causes.isEmpty()
                ? Uni.createFrom().completionStage(record::ack)
                : deadLetters.putAside(record, new UndeliveredException(String.join("; ", causes)));
        settled.subscribe().with(done -> backlog.leave(), failure -> {
            // Not acknowledged: it comes again after a restart.
            LOG.errorf(failure, "alert could not be acknowledged");
            backlog.leave();
        });
    }
}
