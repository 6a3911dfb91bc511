package io.selfheal.notifier;

import io.selfheal.notifier.incident.IncidentView;
import io.selfheal.notifier.lane.ChannelLane;
import io.selfheal.notifier.lane.LaneThread;
import java.util.List;

/** All channels' lanes, each on its own thread. */
public final class Lanes implements AutoCloseable {
    private final List<LaneThread> threads;

    Lanes(List<ChannelLane> lanes) {
        threads = lanes.stream().map(LaneThread::new).toList();
    }

    void start() {
        threads.forEach(LaneThread::start);
    }

    /** Those that want the incident. */
    List<LaneThread> wanting(IncidentView incident) {
        return threads.stream().filter(thread -> thread.lane().wants(incident)).toList();
    }

    List<ChannelLane> all() {
        return threads.stream().map(LaneThread::lane).toList();
    }

    @Override
    public void close() {
        threads.forEach(LaneThread::close);
    }
}
