package io.selfheal.schemas.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.selfheal.schemas.text.Excerpt;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one JSON object into a small tree of maps, lists, strings, longs, doubles and booleans. Bounded in bytes,
 * depth, tokens and string length, so that no record of a topic can cost more than a few megabytes; UTF-8 and the
 * uniqueness of names are checked strictly, so that no two readers see two different documents.
 */
final class JsonDocument {
    /** Most bytes of a record: Kafka's default bound of a message. */
    static final int MAX_BYTES = 1 << 20;
    /** Most characters of one string: twice the longest line. */
    static final int MAX_TEXT = 128 * 1024;

    private static final int MAX_DEPTH = 16;
    private static final int MAX_DIGITS = 64;
    private static final int MAX_TOKENS = 100_000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_TEXT)
                    .maxNameLength(MAX_TEXT)
                    .maxNumberLength(MAX_DIGITS)
                    .maxTokenCount(MAX_TOKENS)
                    .build())
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private JsonDocument() {}

    /**
     * Reads the bytes.
     *
     * @throws DecodeException if they are not exactly one JSON object in UTF-8, or break a bound
     */
    static Fields parse(byte[] bytes) throws DecodeException {
        if (bytes.length > MAX_BYTES) {
            throw new DecodeException("the record has " + bytes.length + " bytes; allowed: up to " + MAX_BYTES);
        }
        CharBuffer text = utf8(bytes);
        try (JsonParser parser = FACTORY.createParser(text.array(), 0, text.limit())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new DecodeException("the record is no JSON object; allowed: one object");
            }
            Map<String, Object> root = object(parser);
            if (parser.nextToken() != null) {
                throw new DecodeException("something follows the JSON object; allowed: one object");
            }
            return Fields.ofDocument(root);
        } catch (IOException e) {
            throw new DecodeException(
                    "the record is no valid JSON: " + Excerpt.of(String.valueOf(e.getMessage()), 300), e);
        }
    }

    private static CharBuffer utf8(byte[] bytes) throws DecodeException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException e) {
            throw new DecodeException(
                    "the record is no valid UTF-8: " + Excerpt.of(String.valueOf(e.getMessage()), 300), e);
        }
    }

    private static Map<String, Object> object(JsonParser parser) throws IOException, DecodeException {
        Map<String, Object> fields = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = WellFormed.text(parser.currentName());
            JsonToken token = parser.nextToken();
            boolean isNew = !fields.containsKey(name);
            if (token != JsonToken.VALUE_NULL) {
                isNew &= fields.put(name, value(parser, token)) == null;
            }
            if (!isNew) {
                throw new DecodeException("the name '" + Excerpt.of(name, 80) + "' stands twice; allowed: once");
            }
        }
        return fields;
    }

    private static List<Object> array(JsonParser parser) throws IOException, DecodeException {
        List<Object> items = new ArrayList<>();
        JsonToken token = parser.nextToken();
        while (token != JsonToken.END_ARRAY) {
            if (token == JsonToken.VALUE_NULL) {
                throw new DecodeException("a list holds null; allowed: values");
            }
            items.add(value(parser, token));
            token = parser.nextToken();
        }
        return items;
    }

    private static Object value(JsonParser parser, JsonToken token) throws IOException, DecodeException {
        if (token == JsonToken.START_OBJECT) {
            return object(parser);
        }
        if (token == JsonToken.START_ARRAY) {
            return array(parser);
        }
        if (token == JsonToken.VALUE_STRING) {
            return WellFormed.text(parser.getText());
        }
        if (token == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            return parser.getLongValue();
        }
        if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
            return parser.getDoubleValue();
        }
        return token == JsonToken.VALUE_TRUE;
    }
}
