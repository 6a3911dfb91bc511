package io.selfheal.schemas.codec;

import io.selfheal.schemas.text.Excerpt;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object, asked for its fields by name and type. Every error names the field with its whole path, the
 * value and what is allowed. A field that is null counts as missing; a field nobody asks for is ignored.
 */
final class Fields {
    private final @Nullable Fields parent;
    private final String name;
    private final Map<String, Object> values;

    private Fields(@Nullable Fields parent, String name, Map<String, Object> values) {
        this.parent = parent;
        this.name = name;
        this.values = values;
    }

    static Fields ofDocument(Map<String, Object> values) {
        return new Fields(null, "", values);
    }

    /** The object of this name; an empty one if it is missing, so that the error names the field that is needed. */
    Fields in(String name) throws DecodeException {
        Object value = values.get(name);
        return new Fields(this, name, value == null ? Map.of() : asObject(name, value));
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    String text(String name) throws DecodeException {
        return required(name, textOrNull(name), "a text");
    }

    String textOrEmpty(String name) throws DecodeException {
        String text = textOrNull(name);
        return text == null ? "" : text;
    }

    @Nullable
    String textOrNull(String name) throws DecodeException {
        Object value = values.get(name);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw wrong(name, value, "a text");
    }

    long integer(String name, long min, long max) throws DecodeException {
        Object value = required(name, values.get(name), range(min, max));
        if (value instanceof Long number && number >= min && number <= max) {
            return number;
        }
        throw wrong(name, value, range(min, max));
    }

    long integerOr(String name, long fallback, long min, long max) throws DecodeException {
        return has(name) ? integer(name, min, max) : fallback;
    }

    int int32(String name) throws DecodeException {
        return (int) integer(name, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    int int32Or(String name, int fallback) throws DecodeException {
        return has(name) ? int32(name) : fallback;
    }

    long int64(String name) throws DecodeException {
        return integer(name, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    double decimal(String name) throws DecodeException {
        Object value = required(name, values.get(name), "a number");
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw wrong(name, value, "a number");
    }

    boolean flag(String name) throws DecodeException {
        Object value = required(name, values.get(name), "true or false");
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw wrong(name, value, "true or false");
    }

    boolean flagOr(String name, boolean fallback) throws DecodeException {
        return has(name) ? flag(name) : fallback;
    }

    Instant instant(String name) throws DecodeException {
        return required(name, instantOrNull(name), "a time");
    }

    @Nullable
    Instant instantOrNull(String name) throws DecodeException {
        return parsedOrNull(name, Timestamps::parse, "a UTC time like 2026-11-21T22:18:45.123Z");
    }

    Duration duration(String name) throws DecodeException {
        String allowed = "an ISO 8601 duration like PT4H";
        return required(name, parsedOrNull(name, Duration::parse, allowed), allowed);
    }

    /** A text in a form of its own, for example an address; {@code parse} throws IllegalArgumentException. */
    <T> T parsed(String name, Function<String, T> parse, String allowed) throws DecodeException {
        return required(name, parsedOrNull(name, parse, allowed), allowed);
    }

    <T> @Nullable T parsedOrNull(String name, Function<String, T> parse, String allowed) throws DecodeException {
        String text = textOrNull(name);
        if (text == null) {
            return null;
        }
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            throw new DecodeException(message(name, text, allowed), e);
        }
    }

    <E extends Enum<E>> E oneOf(String name, Class<E> type) throws DecodeException {
        return constant(name, text(name), type);
    }

    List<String> texts(String name) throws DecodeException {
        List<String> texts = new ArrayList<>();
        for (Object item : list(name)) {
            if (!(item instanceof String text)) {
                throw wrong(name, item, "a list of texts");
            }
            texts.add(text);
        }
        return texts;
    }

    <E extends Enum<E>> List<E> allOf(String name, Class<E> type) throws DecodeException {
        List<E> constants = new ArrayList<>();
        for (String text : texts(name)) {
            constants.add(constant(name, text, type));
        }
        return constants;
    }

    List<Fields> objects(String name) throws DecodeException {
        List<Fields> objects = new ArrayList<>();
        for (Object item : list(name)) {
            String itemName = name + "[" + objects.size() + "]";
            objects.add(new Fields(this, itemName, asObject(itemName, item)));
        }
        return objects;
    }

    /** The fields of an object that maps names to texts. */
    Map<String, String> textMap(String name) throws DecodeException {
        Fields inner = in(name);
        Map<String, String> map = new LinkedHashMap<>();
        for (String key : inner.names()) {
            map.put(key, inner.text(key));
        }
        return map;
    }

    Iterable<String> names() {
        return values.keySet();
    }

    DecodeException wrong(String name, Object value, String allowed) {
        return new DecodeException(message(name, value, allowed));
    }

    private <E extends Enum<E>> E constant(String name, String text, Class<E> type) throws DecodeException {
        for (E constant : type.getEnumConstants()) {
            if (WireName.of(constant).equals(text)) {
                return constant;
            }
        }
        throw wrong(name, text, WireName.allOf(type));
    }

    private List<?> list(String name) throws DecodeException {
        Object value = values.get(name);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return list;
        }
        throw wrong(name, value, "a list");
    }

    @SuppressWarnings("unchecked") // JsonDocument makes no other maps
    private Map<String, Object> asObject(String name, Object value) throws DecodeException {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw wrong(name, value, "an object");
    }

    private <T> T required(String name, @Nullable T value, String allowed) throws DecodeException {
        if (value == null) {
            throw new DecodeException(pathOf(name) + " is missing; allowed: " + allowed);
        }
        return value;
    }

    private String message(String name, Object value, String allowed) {
        return pathOf(name) + " " + shown(value) + " is wrong; allowed: " + allowed;
    }

    private static String shown(Object value) {
        return switch (value) {
            case Map<?, ?> map -> "(an object)";
            case List<?> list -> "(a list)";
            default -> "'" + Excerpt.of(value.toString(), 80) + "'";
        };
    }

    private static String range(long min, long max) {
        return String.format(Locale.ROOT, "an integer from %d to %d", min, max);
    }

    private String pathOf(String name) {
        String field = Excerpt.of(name, 80);
        return parent == null ? field : parent.pathOf(this.name) + "." + field;
    }
}
