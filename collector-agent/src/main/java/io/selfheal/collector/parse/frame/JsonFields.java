package io.selfheal.collector.parse.frame;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A line that is one JSON object, flattened: {@code {"request":{"uri":"/"}}} gives {@code request.uri}. Of an array
 * the first value counts, and of X-Forwarded-For each; objects in it are numbered: {@code messages[0].text}. Bounded: {@value #MOST_FIELDS} fields, {@value #DEEPEST}
 * levels. {@link Logfmt} fills the same fields.
 *
 * <p>A key that stands twice is remembered as {@link #ambiguous}: a server that does not escape what it logs lets
 * its client write a second {@code remote_addr}.
 */
public final class JsonFields {
    private static final int MOST_FIELDS = 256;
    private static final int DEEPEST = 6;
    /** Bytes beyond which a line is mended before it is parsed: else what is wrong at its very end costs a second parse. */
    private static final int LONG = 4096;

    private static final String FORWARDED_FOR = "X-Forwarded-For";
    private static final JsonFactory FACTORY = new JsonFactory();

    private final Map<String, String> values = new HashMap<>();
    private final Set<String> twice = new HashSet<>();
    private byte @Nullable [] messageBytes;
    private @Nullable String encodedKey;
    private byte[] encoded = {};

    JsonFields() {}

    /** The fields; null if the bytes are not exactly one JSON object, even with their bytes that are no UTF-8 mended. */
    public static @Nullable JsonFields read(byte[] bytes, int from, int to) {
        try {
            byte @Nullable [] mended = to - from > LONG ? LooseJson.mended(bytes, from, to) : null;
            return mended == null ? parsed(bytes, from, to) : parsed(mended, 0, mended.length);
        } catch (IOException e) {
            return to - from > LONG ? null : readMended(bytes, from, to);
        }
    }

    private static @Nullable JsonFields readMended(byte[] bytes, int from, int to) {
        byte @Nullable [] mended = LooseJson.mended(bytes, from, to);
        try {
            return mended == null ? null : parsed(mended, 0, mended.length);
        } catch (IOException e) {
            return null;
        }
    }

    private static @Nullable JsonFields parsed(byte[] bytes, int from, int to) throws IOException {
        try (JsonParser parser = FACTORY.createParser(bytes, from, to - from)) {
            return read(parser);
        }
    }

    private static @Nullable JsonFields read(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return null;
        }
        JsonFields fields = new JsonFields();
        fields.object(parser, "", 0);
        return parser.nextToken() == null ? fields : null;
    }

    public @Nullable String get(String key) {
        return values.get(key);
    }

    /** The value of a key that is there, in UTF-8. The last is kept: one rule after the other reads the same. */
    public byte[] utf8(String key) {
        if (!key.equals(encodedKey)) {
            encoded = Objects.requireNonNull(values.get(key), key).getBytes(StandardCharsets.UTF_8);
            encodedKey = key;
        }
        return encoded;
    }

    public boolean has(String key) {
        return values.containsKey(key);
    }

    public boolean ambiguous(String key) {
        return twice.contains(key);
    }

    /** journald's MESSAGE when it is an array of byte values, as it writes texts that are no UTF-8. */
    byte @Nullable [] messageBytes() {
        return messageBytes;
    }

    private void object(JsonParser parser, String prefix, int depth) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            // The parser's own text knows its hash already.
            String key = prefix.isEmpty() ? name : prefix.concat(name);
            JsonToken token = parser.nextToken();
            if (token == JsonToken.START_OBJECT && depth < DEEPEST) {
                object(parser, key + ".", depth + 1);
            } else if (token == JsonToken.START_ARRAY) {
                array(parser, key, depth);
            } else if (token != null && token.isStructStart()) {
                parser.skipChildren();
            } else if (token != JsonToken.VALUE_NULL) {
                put(key, parser);
            }
        }
    }

    private void array(JsonParser parser, String key, int depth) throws IOException {
        ByteArrayOutputStream numbers = new ByteArrayOutputStream();
        StringBuilder more = new StringBuilder();
        int index = 0;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token == null) {
                throw new IOException("the array does not end");
            }
            if (token == JsonToken.VALUE_NUMBER_INT && key.equals("MESSAGE")) {
                numbers.write(parser.getIntValue());
            } else if (token == JsonToken.START_OBJECT && depth < DEEPEST && values.size() < MOST_FIELDS) {
                object(parser, key + '[' + index + "].", depth + 1);
            } else if (token.isStructStart()) {
                parser.skipChildren();
            } else if (index == 0) {
                put(key, parser);
            } else if (isForwardedFor(key)) {
                more.append(", ").append(parser.getText());
            }
            index++;
        }
        if (!more.isEmpty()) {
            values.computeIfPresent(key, (name, first) -> first + more);
        }
        if (numbers.size() > 0) {
            messageBytes = numbers.toByteArray();
        }
    }

    /** A header that came more than once is one list, and of this one the last address counts. */
    private static boolean isForwardedFor(String key) {
        return key.regionMatches(true, key.length() - FORWARDED_FOR.length(), FORWARDED_FOR, 0, FORWARDED_FOR.length());
    }

    /** A value that is not kept is not made a text either. */
    private void put(String key, JsonParser parser) throws IOException {
        if (values.containsKey(key)) {
            twice.add(key);
        } else if (values.size() < MOST_FIELDS) {
            values.put(key, parser.getText());
        }
    }

    void put(String key, String value) {
        if (values.size() >= MOST_FIELDS && !values.containsKey(key)) {
            return;
        }
        if (values.putIfAbsent(key, value) != null) {
            twice.add(key);
        }
    }
}
