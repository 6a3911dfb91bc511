package io.selfheal.collector.tail;

import java.util.concurrent.locks.Lock;

/** Where lines go: under which lock they are given away, and how often that had to begin again. */
public interface Delivery {
    Lock lock();

    /** Grows whenever all that is not acknowledged has to be read again. Under the lock. */
    int turn();
}
