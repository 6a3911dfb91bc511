package io.selfheal.schemas.codec;

import io.selfheal.schemas.text.Excerpt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;

/**
 * What the codecs of all types share: one ECS document with {@code selfheal.schema}. A version is raised only for a
 * change that older readers would misunderstand; new fields need none, since readers ignore what they do not know.
 */
abstract class DocumentCodec<T> implements Codec<T> {
    /** {@code selfheal.schema} of what we write. */
    static final int SCHEMA = 1;

    /** {@code ecs.version}. */
    static final String ECS = "8.17.0";

    /** Writes the fields between the braces. */
    abstract void write(T value, JsonWriter to) throws IOException;

    /**
     * Reads the value; what a record's constructor refuses may leave as IllegalArgumentException.
     *
     * @param document the whole document
     * @param own its {@code selfheal} object
     */
    abstract T read(Fields document, Fields own) throws DecodeException;

    @Override
    public byte[] encode(T value) {
        try (JsonWriter to = new JsonWriter()) {
            write(value, to);
            return to.finish();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }

    @Override
    public T decode(byte[] bytes) throws DecodeException {
        Fields document = JsonDocument.parse(bytes);
        Fields own = document.in("selfheal");
        own.integer("schema", 1, SCHEMA);
        try {
            return read(document, own);
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            throw new DecodeException(
                    "the record breaks a rule of its type: " + Excerpt.of(String.valueOf(e.getMessage()), 300), e);
        }
    }

    /** {@code selfheal} with the fields that each document has; the caller ends it. */
    static JsonWriter beginOwn(JsonWriter to, String type) throws IOException {
        return to.begin("selfheal").number("schema", SCHEMA).text("type", type);
    }

    static JsonWriter ecsVersion(JsonWriter to) throws IOException {
        return to.begin("ecs").text("version", ECS).end();
    }
}
