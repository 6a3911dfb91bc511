package io.selfheal.agent.service;

import java.io.IOException;

/** An agent that runs until it is closed. */
public interface RunningAgent extends AutoCloseable {
    /** Whether its threads get on with their work. Asked a few times a minute; must not wait long. */
    boolean isWorking();

    /** Leaves everything in order: a firewall as it is, what was read but not sent to be read again. */
    @Override
    void close() throws IOException;
}
