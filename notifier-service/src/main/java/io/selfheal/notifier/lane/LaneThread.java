package io.selfheal.notifier.lane;

import io.selfheal.notifier.incident.IncidentView;
import io.selfheal.service.lane.TurnThread;

/**
 * The thread that gives a channel's lane its turns. What was not told when it closes is not acknowledged, so it comes
 * again at the next start.
 */
public final class LaneThread implements AutoCloseable {
    private final ChannelLane lane;
    private final TurnThread thread;

    public LaneThread(ChannelLane lane) {
        this.lane = lane;
        this.thread = new TurnThread("notifier-" + lane.name(), lane::turn);
    }

    public void start() {
        thread.start();
    }

    public ChannelLane lane() {
        return lane;
    }

    public void tell(IncidentView incident, Receipt receipt) {
        lane.tell(incident, receipt);
        thread.wake();
    }

    @Override
    public void close() {
        thread.close();
    }
}
