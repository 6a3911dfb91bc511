package io.selfheal.standalone;

import io.selfheal.collector.CollectorAgent;
import io.selfheal.collector.CollectorConfig;
import io.selfheal.responder.ResponderAgent;
import io.selfheal.responder.config.ResponderConfig;
import java.io.IOException;

/** Both agents of this machine. The responder starts first: a node can act before it can complain. */
public final class Node implements AutoCloseable {
    private final CollectorAgent collector;
    private final ResponderAgent responder;

    private Node(CollectorAgent collector, ResponderAgent responder) {
        this.collector = collector;
        this.responder = responder;
    }

    /**
     * Starts both; neither waits for Kafka.
     *
     * @throws IOException if a state directory or the control socket cannot be used
     */
    public static Node start(CollectorConfig collector, ResponderConfig responder) throws IOException {
        ResponderAgent acting = ResponderAgent.start(responder);
        try {
            return new Node(CollectorAgent.start(collector), acting);
        } catch (IOException | RuntimeException e) {
            acting.close();
            throw e;
        }
    }

    /** The name that decisions call this machine by. */
    public String host() {
        return responder.host();
    }

    @Override
    public void close() throws IOException {
        try {
            collector.close();
        } finally {
            responder.close();
        }
    }
}
