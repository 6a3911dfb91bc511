package io.selfheal.enrichment;

import io.selfheal.enrichment.cache.WarmUp;
import io.selfheal.enrichment.lane.Lane;
import io.selfheal.enrichment.lane.LaneThread;
import io.selfheal.schemas.net.IpAddress;
import java.util.List;

/** All providers' lanes, each on its own thread. */
public final class Lanes implements AutoCloseable {
    private final List<LaneThread> threads;

    Lanes(WarmUp warmUp, List<Lane> lanes) {
        threads = lanes.stream().map(lane -> new LaneThread(lane, warmUp)).toList();
    }

    void start() {
        threads.forEach(LaneThread::start);
    }

    void want(IpAddress address, int score) {
        threads.forEach(thread -> thread.want(address, score));
    }

    List<Lane> all() {
        return threads.stream().map(LaneThread::lane).toList();
    }

    @Override
    public void close() {
        threads.forEach(LaneThread::close);
    }
}
