package io.selfheal.responder;

import io.selfheal.agent.service.RunningAgent;
import io.selfheal.agent.service.StateLock;
import io.selfheal.responder.config.ResponderConfig;
import java.io.IOException;
import java.time.InstantSource;

/** A running responder; closing it leaves every block in force. */
public final class ResponderAgent implements RunningAgent {
    private final ResponderPipeline pipeline;
    private final StateLock lock;

    private ResponderAgent(ResponderPipeline pipeline, StateLock lock) {
        this.pipeline = pipeline;
        this.lock = lock;
    }

    /**
     * Starts a responder. It does not wait for Kafka.
     *
     * @throws IOException if the state directory or the control socket cannot be made, or another responder uses them
     */
    public static ResponderAgent start(ResponderConfig config) throws IOException {
        return start(config, InstantSource.system());
    }

    static ResponderAgent start(ResponderConfig config, InstantSource clock) throws IOException {
        StateLock lock = StateLock.take(config.state().directory(), "responder");
        try {
            ResponderPipeline pipeline = new ResponderPipeline(config, clock);
            pipeline.start();
            return new ResponderAgent(pipeline, lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Looks at what a configuration names beside its own values.
     *
     * @throws IOException if a trusted key cannot be read
     */
    public static void check(ResponderConfig config) throws IOException {
        new Parts(config, InstantSource.system()).trust();
    }

    @Override
    public boolean isWorking() {
        return pipeline.isWorking();
    }

    public String host() {
        return pipeline.host();
    }

    @Override
    public void close() throws IOException {
        try (lock) {
            pipeline.close();
        }
    }
}
