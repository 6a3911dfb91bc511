package io.selfheal.schemas.topic;

/**
 * The headers of a record in {@code selfheal.<service>.dead-letters}; key and value stand as they were read.
 * The names are those of Kafka Connect's error reporting (KIP-298), so that its tools read them.
 */
public final class DeadLetter {
    public static final String TOPIC = "__connect.errors.topic";
    public static final String PARTITION = "__connect.errors.partition";
    public static final String OFFSET = "__connect.errors.offset";
    public static final String EXCEPTION_CLASS = "__connect.errors.exception.class.name";
    public static final String EXCEPTION_MESSAGE = "__connect.errors.exception.message";

    private DeadLetter() {}
}
