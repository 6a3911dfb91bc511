package io.selfheal.schemas.codec;

import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/** Kafka's view of a {@link Codec}. In all of them null stays null: a tombstone. */
public final class KafkaCodec {
    private KafkaCodec() {}

    public static <T> Serializer<T> serializer(Codec<T> codec) {
        return (topic, value) -> value == null ? null : codec.encode(value);
    }

    /**
     * For topics and state stores that only we write: a broken record throws {@link SerializationException}, which
     * stops a consumer at this record. Readers of what others write use {@link #decoding}.
     */
    public static <T> Deserializer<T> deserializer(Codec<T> codec) {
        return (topic, bytes) -> {
            if (bytes == null) {
                return null;
            }
            try {
                return codec.decode(bytes);
            } catch (DecodeException e) {
                throw new SerializationException("a record of " + topic + " cannot be read: " + e.getMessage(), e);
            }
        };
    }

    /** Never throws: the consumer sees {@link Decoded.Broken}, writes a dead letter and goes on. */
    public static <T> Deserializer<Decoded<T>> decoding(Codec<T> codec) {
        return (topic, bytes) -> bytes == null ? null : decode(codec, bytes);
    }

    /** {@link #serializer} and {@link #deserializer} together, for Kafka Streams. */
    public static <T> Serde<T> serde(Codec<T> codec) {
        return Serdes.serdeFrom(serializer(codec), deserializer(codec));
    }

    /** {@link #decoding} for Kafka Streams; a broken record is written as it was read. */
    public static <T> Serde<Decoded<T>> decodingSerde(Codec<T> codec) {
        Serializer<Decoded<T>> serializer = (topic, decoded) -> switch (decoded) {
            case null -> null;
            case Decoded.Value<T>(T value) -> codec.encode(value);
            case Decoded.Broken<T> broken -> broken.bytes();
        };
        return Serdes.serdeFrom(serializer, decoding(codec));
    }

    /** Decodes outside Kafka's own machinery, for example a record that was read as bytes to check its signature. */
    public static <T> Decoded<T> decode(Codec<T> codec, byte[] bytes) {
        try {
            return new Decoded.Value<>(codec.decode(bytes));
        } catch (DecodeException e) {
            return new Decoded.Broken<>(bytes, e);
        }
    }
}
