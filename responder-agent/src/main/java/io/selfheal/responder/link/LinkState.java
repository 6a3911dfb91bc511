package io.selfheal.responder.link;

import io.selfheal.agent.log.Log;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether Kafka is there; said once in the log when it changes, and always in the status. Safe for many threads. */
public final class LinkState {
    private static final Log LOG = Log.of(LinkState.class);

    private boolean connected;
    private boolean saidAway;
    private boolean caughtUp;
    private Instant since;
    private @Nullable String cause;
    private long broken;
    private long distrusted;

    public LinkState(Instant started) {
        this.since = started;
        this.cause = "not reached since the start";
    }

    synchronized void connected(Instant now) {
        if (!connected) {
            connected = true;
            saidAway = false;
            since = now;
            cause = null;
            LOG.info("Kafka is connected");
        }
    }

    synchronized void away(String why, Instant now) {
        if (connected) {
            since = now;
        }
        connected = false;
        cause = why;
        if (!saidAway) {
            saidAway = true;
            LOG.warn("Kafka is away; what is in force stays in force, and the connection is tried again", "cause", why);
        }
    }

    synchronized void caughtUp() {
        caughtUp = true;
    }

    synchronized void brokenRecord() {
        broken++;
    }

    synchronized void distrustedRecord() {
        distrusted++;
    }

    public synchronized boolean isConnected() {
        return connected;
    }

    /** Whether the decisions have been read to their end since the start. */
    public synchronized boolean isCaughtUp() {
        return caughtUp;
    }

    public synchronized Instant since() {
        return since;
    }

    public synchronized @Nullable String cause() {
        return cause;
    }

    public synchronized long broken() {
        return broken;
    }

    public synchronized long distrusted() {
        return distrusted;
    }
}
