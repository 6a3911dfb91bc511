package io.selfheal.enrichment.lane;

import io.selfheal.schemas.net.IpAddress;
import io.selfheal.service.lane.TurnThread;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * The thread that gives a provider's lane its turns, once the known verdicts are read. What goes first, such as the few
 * files that wait, has its turn before the addresses: they share one quota. What waits when it closes is read again from
 * the assessments at the next start.
 */
public final class LaneThread implements AutoCloseable {
    private static final Duration UNTIL_KNOWN = Duration.ofMillis(50);

    private final Lane lane;
    private final List<TurnTaker> takers;
    private final BooleanSupplier known;
    private final TurnThread thread;
    private boolean begun;

    /**
     * @param first what has its turn before the lane
     * @param known whether the known verdicts are read
     */
    public LaneThread(List<TurnTaker> first, Lane lane, BooleanSupplier known) {
        this.lane = lane;
        this.takers = Stream.concat(first.stream(), Stream.of(lane)).toList();
        this.known = known;
        this.thread = new TurnThread("enrichment-" + lane.name(), this::turn);
    }

    public void start() {
        thread.start();
    }

    public Lane lane() {
        return lane;
    }

    public void want(IpAddress address, int score) {
        lane.want(address, score);
        wake();
    }

    /** Something waits for a turn. */
    public void wake() {
        thread.wake();
    }

    private Duration turn() throws InterruptedException {
        if (!begun) {
            if (!known.getAsBoolean()) {
                return UNTIL_KNOWN;
            }
            takers.forEach(TurnTaker::countEarlierQuestions);
            begun = true;
        }
        Duration rest = Access.IDLE;
        for (TurnTaker taker : takers) {
            Duration wanted = taker.turn();
            if (wanted.isZero()) {
                return wanted;
            }
            rest = wanted.compareTo(rest) < 0 ? wanted : rest;
        }
        return rest;
    }

    @Override
    public void close() {
        thread.close();
    }
}
