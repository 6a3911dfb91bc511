package io.selfheal.collector.publish;

import io.selfheal.collector.checkpoint.Acknowledgement;
import io.selfheal.collector.checkpoint.InFlightWindow;
import io.selfheal.collector.tail.Progress;
import io.selfheal.schemas.codec.Codec;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.topic.Topics;

/** The last step of a line: encoded, given a place in the window, given away. Under the window's lock. */
public final class EventSender {
    private final InFlightWindow window;
    private final EventPublisher publisher;
    private final Codec<SecurityEvent> codec = Topics.EVENTS.codec();
    private long shortened;
    private long tooLarge;

    public EventSender(InFlightWindow window, EventPublisher publisher) {
        this.window = window;
        this.publisher = publisher;
    }

    /**
     * Sends an event; waits while the window is full.
     *
     * @param progress is told when it is acknowledged, with {@code end} and {@code place}
     * @return false if it was not taken and the line must be read again
     */
    public boolean send(SecurityEvent event, Progress progress, long end, Object place) {
        byte[] bytes = codec.encode(event);
        if (bytes.length > publisher.maxEventBytes()) {
            bytes = codec.encode(Shortened.withoutMessage(event));
            shortened++;
        }
        if (bytes.length > publisher.maxEventBytes()) {
            tooLarge++;
            return true;
        }
        Acknowledgement acknowledgement = window.claim(progress, end, place, bytes.length);
        if (acknowledgement == null) {
            return false;
        }
        publisher.publish(event.key(), bytes, acknowledgement);
        return true;
    }

    /** Events sent without their line's text, because with it they were larger than Kafka takes. */
    public long shortened() {
        return shortened;
    }

    /** Events dropped, because even without the text they were larger than Kafka takes. */
    public long tooLarge() {
        return tooLarge;
    }
}
