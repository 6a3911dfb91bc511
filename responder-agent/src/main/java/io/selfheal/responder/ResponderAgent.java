package io.selfheal.responder;

import io.selfheal.responder.config.ResponderConfig;
import java.io.IOException;
import java.time.InstantSource;

/** A running responder; closing it leaves every block in force. */
public final class ResponderAgent implements AutoCloseable {
    private final ResponderPipeline pipeline;

    private ResponderAgent(ResponderPipeline pipeline) {
        this.pipeline = pipeline;
    }

    /**
     * Starts a responder. It does not wait for Kafka.
     *
     * @throws IOException if the state directory or the control socket cannot be made
     */
    public static ResponderAgent start(ResponderConfig config) throws IOException {
        return start(config, InstantSource.system());
    }

    static ResponderAgent start(ResponderConfig config, InstantSource clock) throws IOException {
        ResponderPipeline pipeline = new ResponderPipeline(config, clock);
        pipeline.start();
        return new ResponderAgent(pipeline);
    }

    public String host() {
        return pipeline.host();
    }

    @Override
    public void close() throws IOException {
        pipeline.close();
    }
}
