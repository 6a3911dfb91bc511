package io.selfheal.notifier;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.selfheal.notifier.incident.IncidentBook;
import io.selfheal.notifier.incident.IncidentView;
import io.selfheal.notifier.incident.QuietRules;
import io.selfheal.notifier.kafka.Acknowledgement;
import io.selfheal.notifier.kafka.Backlog;
import io.selfheal.notifier.kafka.DeadLetters;
import io.selfheal.notifier.lane.LaneThread;
import io.selfheal.notifier.lane.Receipt;
import io.selfheal.plugin.host.PluginStatus;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.codec.Codecs;
import io.selfheal.schemas.codec.DecodeException;
import io.selfheal.schemas.text.Excerpt;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * The way of the module: alert → quiet rules → incident → each channel's lane (new message or edit) → people, and only
 * then acknowledged. Broken records and what could not be told go to the dead letters.
 */
@ApplicationScoped
public class NotifierPipeline {
    private static final Logger LOG = Logger.getLogger(NotifierPipeline.class);

    private final QuietRules quiet;
    private final IncidentBook book;
    private final Lanes lanes;
    private final Acknowledgement acknowledgement;
    private final Backlog backlog;
    private final DeadLetters deadLetters;
    private final MeterRegistry metrics;
    private final InstantSource time = InstantSource.system();

    NotifierPipeline(
            QuietRules quiet,
            IncidentBook book,
            Lanes lanes,
            Acknowledgement acknowledgement,
            Backlog backlog,
            DeadLetters deadLetters,
            MeterRegistry metrics) {
        this.quiet = quiet;
        this.book = book;
        this.lanes = lanes;
        this.acknowledgement = acknowledgement;
        this.backlog = backlog;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
    }

    void start(@Observes StartupEvent event) {
        lanes.start();
        metrics.gauge("selfheal.notifier.pending", backlog, Backlog::size);
        metrics.gauge("selfheal.notifier.incidents", book, IncidentBook::size);
    }

    void stop(@Observes ShutdownEvent event) {
        lanes.close();
    }

    /** Returns when the next alert may come; the acknowledgement follows when people have it. */
    @Incoming("notifier-alerts")
    Uni<Void> alerted(Message<byte[]> message) {
        Alert alert;
        try {
            alert = Codecs.ALERT.decode(message.getPayload());
        } catch (DecodeException e) {
            return deadLetters.putAside(message, e);
        }
        Optional<QuietRules.Reason> silence = quiet.silences(alert);
        if (silence.isPresent()) {
            count(silence.get().name());
            return Uni.createFrom().completionStage(message::ack);
        }
        IncidentView incident = book.add(alert);
        logFirst(incident);
        List<LaneThread> wanting = lanes.wanting(incident);
        if (wanting.isEmpty()) {
            count("no_channel");
            return Uni.createFrom().completionStage(message::ack);
        }
        count("told");
        Receipt receipt = acknowledgement.of(message, wanting.size());
        Uni<Void> room = Uni.createFrom().completionStage(backlog.enter());
        wanting.forEach(lane -> lane.tell(incident, receipt));
        return room;
    }

    /** A plugin of our own that is not asked for now: the other channels tell of it. */
    void pluginFails(@Observes PluginStatus plugin) {
        tell(plugin.alert("", "notifier-service", time.instant()));
    }

    /** An alert of our own is told without the way over the topic, which may be what it is about. */
    void tell(@Observes Alert alert) {
        LOG.warnf("%s: %s", alert.title(), Excerpt.of(alert.description(), 500));
        if (quiet.silences(alert).isEmpty()) {
            IncidentView incident = book.add(alert);
            lanes.wanting(incident).forEach(lane -> lane.tell(incident, Receipt.NOBODY));
        }
    }

    /** One line for an incident: the record of it where no channel is configured. */
    private static void logFirst(IncidentView incident) {
        if (incident.count() == 1) {
            Alert alert = incident.worst();
            LOG.infof(
                    "incident opened severity=%s kind=%s subject=%s title=%s",
                    alert.severity(),
                    Excerpt.of(alert.kind(), 60),
                    Excerpt.of(alert.subject(), 60),
                    Excerpt.of(alert.title(), 160));
        }
    }

    private void count(String result) {
        metrics.counter("selfheal.notifier.alerts", "result", result.toLowerCase(Locale.ROOT))
                .increment();
    }
}
