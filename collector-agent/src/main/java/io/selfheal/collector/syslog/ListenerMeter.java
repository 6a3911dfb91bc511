package io.selfheal.collector.syslog;

import java.util.concurrent.atomic.AtomicLong;

/** What a listener did not take, counted since the start. */
public final class ListenerMeter {
    final AtomicLong notAllowed = new AtomicLong();
    final AtomicLong broken = new AtomicLong();
    final AtomicLong dropped = new AtomicLong();
    final AtomicLong displaced = new AtomicLong();

    ListenerMeter() {}

    /** Datagrams and connections from senders that may not send. */
    public long notAllowed() {
        return notAllowed.get();
    }

    /** Connections that ended within a message, out of step, or in their handshake. */
    public long broken() {
        return broken.get();
    }

    /** Messages over UDP for which there was no room in the spool or no place in the rate. */
    public long dropped() {
        return dropped.get();
    }

    /** Connections that were closed to make room for another. */
    public long displaced() {
        return displaced.get();
    }
}
