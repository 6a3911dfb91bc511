package io.selfheal.collector.tail;

import io.selfheal.collector.tail.BlockReader.Found;
import java.util.function.Supplier;

/**
 * Gives a tail's lines away, a block at a time, under the lock of where they go: nothing that may hang, as a file system
 * does, happens under it. Once reading has to begin again, nothing more is given away before it did.
 */
final class Outlet {
    private final Delivery delivery;
    private final Pulse pulse;
    private int turn;

    Outlet(Delivery delivery, Pulse pulse) {
        this.delivery = delivery;
        this.pulse = pulse;
    }

    /** Whether reading has to begin again, which the caller sees to now. */
    boolean beginsAgain() {
        delivery.lock().lock();
        try {
            boolean again = turn != delivery.turn();
            turn = delivery.turn();
            return again;
        } finally {
            delivery.lock().unlock();
        }
    }

    /** What came of giving them; {@link Found#REFUSED}, and nothing given, if reading has to begin again. */
    Found give(Supplier<Found> lines) {
        pulse.rest();
        delivery.lock().lock();
        try {
            return turn == delivery.turn() ? lines.get() : Found.REFUSED;
        } finally {
            delivery.lock().unlock();
            pulse.beat();
        }
    }
}
