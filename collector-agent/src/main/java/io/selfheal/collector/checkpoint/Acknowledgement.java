package io.selfheal.collector.checkpoint;

/** Is told, once and by any thread, what became of an event. */
public interface Acknowledgement {
    /** Kafka has it, or has refused it for good and it was counted. */
    void acknowledged();

    /** It was not stored, and may be if it is sent again. */
    void failed(Exception cause);
}
