package io.selfheal.notifier.lane;

import io.selfheal.notifier.incident.IncidentView;
import io.selfheal.schemas.alert.Alert.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An incident in one channel: its message, what the message says, and who waits for it to say more. Guarded by its
 * lane.
 */
final class Posting {
    /**
     * One request under way.
     *
     * @param view what it will say
     * @param messageId the message to edit; null for a new one
     * @param receipts who waits for it
     */
    record Job(IncidentView view, @Nullable String messageId, List<Receipt> receipts) {
        boolean isNew() {
            return messageId == null;
        }
    }

    private IncidentView view;
    private @Nullable String messageId;
    private @Nullable Severity toldSeverity;
    private Instant toldAt = Instant.MIN;
    private int failures;
    private boolean underWay;
    private List<Receipt> waiting = new ArrayList<>();

    Posting(IncidentView view) {
        this.view = view;
    }

    IncidentView view() {
        return view;
    }

    Instant toldAt() {
        return toldAt;
    }

    void update(IncidentView newer, Receipt receipt) {
        view = newer.count() >= view.count() ? newer : view;
        waiting.add(receipt);
    }

    boolean isDirty() {
        return !waiting.isEmpty();
    }

    /** Nothing waits and nothing is under way: it may be forgotten. */
    boolean isSilent() {
        return waiting.isEmpty() && !underWay;
    }

    /** A new message makes a sound, an edit does not: the first one, and when it got worse. */
    boolean needsNewMessage() {
        return isDirty()
                && (messageId == null || toldSeverity == null || view.severity().compareTo(toldSeverity) > 0);
    }

    Job begin() {
        Job job = new Job(view, needsNewMessage() ? null : messageId, waiting);
        waiting = new ArrayList<>();
        underWay = true;
        return job;
    }

    void accepted(Job job, String id, Instant now) {
        messageId = id;
        toldSeverity = job.isNew() ? job.view().severity() : toldSeverity;
        toldAt = now;
        failures = 0;
        underWay = false;
    }

    void putBack(Job job) {
        job.receipts().addAll(waiting);
        waiting = job.receipts();
        underWay = false;
    }

    void forgetMessage() {
        messageId = null;
    }

    int failedOnce() {
        return ++failures;
    }

    void givenUp(Instant now) {
        failures = 0;
        toldAt = now;
        underWay = false;
    }
}
