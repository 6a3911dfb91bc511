package io.selfheal.schemas.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes one JSON object. Null fields are left out, and so are objects that would be empty: an object's name is
 * written with its first field.
 */
final class JsonWriter implements AutoCloseable {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    private final JsonGenerator json;
    /** Names of objects that were begun and have no field yet. */
    private final Deque<String> pending = new ArrayDeque<>();

    JsonWriter() throws IOException {
        json = FACTORY.createGenerator(bytes);
        json.writeStartObject();
    }

    JsonWriter begin(String name) {
        pending.addLast(name);
        return this;
    }

    JsonWriter end() throws IOException {
        if (pending.pollLast() == null) {
            json.writeEndObject();
        }
        return this;
    }

    JsonWriter text(String name, @Nullable String value) throws IOException {
        if (value != null) {
            field(name);
            json.writeString(WellFormed.text(value));
        }
        return this;
    }

    /** Leaves the field out where the text is empty; {@link Fields#textOrEmpty} reads it. */
    JsonWriter textUnlessEmpty(String name, String value) throws IOException {
        return value.isEmpty() ? this : text(name, value);
    }

    JsonWriter constant(String name, Enum<?> value) throws IOException {
        return text(name, WireName.of(value));
    }

    JsonWriter instant(String name, @Nullable Instant value) throws IOException {
        return value == null ? this : text(name, Timestamps.print(value));
    }

    JsonWriter duration(String name, Duration value) throws IOException {
        return text(name, value.toString());
    }

    JsonWriter number(String name, long value) throws IOException {
        field(name);
        json.writeNumber(value);
        return this;
    }

    /** Leaves the field out where the value is the one that says nothing. */
    JsonWriter numberUnless(long nothing, String name, long value) throws IOException {
        return value == nothing ? this : number(name, value);
    }

    JsonWriter decimal(String name, double value) throws IOException {
        field(name);
        json.writeNumber(value);
        return this;
    }

    JsonWriter flag(String name, boolean value) throws IOException {
        field(name);
        json.writeBoolean(value);
        return this;
    }

    JsonWriter texts(String name, Collection<String> values) throws IOException {
        field(name);
        json.writeStartArray();
        for (String value : values) {
            json.writeString(WellFormed.text(value));
        }
        json.writeEndArray();
        return this;
    }

    /** Keys in their order, so that the same map always gives the same bytes. */
    JsonWriter textMap(String name, Map<String, String> values) throws IOException {
        Map<String, String> ordered = new TreeMap<>();
        new TreeMap<>(values).forEach((key, value) -> ordered.putIfAbsent(WellFormed.text(key), value));
        begin(name);
        for (Map.Entry<String, String> entry : ordered.entrySet()) {
            text(entry.getKey(), entry.getValue());
        }
        return end();
    }

    /** How one item of a list is written. */
    interface Item<T> {
        void write(T value, JsonWriter to) throws IOException;
    }

    <T> JsonWriter objects(String name, Collection<T> values, Item<T> item) throws IOException {
        field(name);
        json.writeStartArray();
        for (T value : values) {
            json.writeStartObject();
            item.write(value, this);
            json.writeEndObject();
        }
        json.writeEndArray();
        return this;
    }

    byte[] finish() throws IOException {
        json.writeEndObject();
        json.close();
        return bytes.toByteArray();
    }

    @Override
    public void close() throws IOException {
        json.close();
    }

    private void field(String name) throws IOException {
        for (String object = pending.pollFirst(); object != null; object = pending.pollFirst()) {
            json.writeObjectFieldStart(object);
        }
        json.writeFieldName(name);
    }
}
