package io.selfheal.agent.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A type whose value is one YAML scalar: the ones below, every enum, and every class with a
 * {@code public static parse(String)} of its own type (addresses, networks, data sizes).
 *
 * @param name how documentation calls it
 * @param allowed what may be written
 * @param parse text to value; throws {@link IllegalArgumentException} whose message continues "'text' …", or is whole
 *     when it starts with a quote
 */
record ScalarType(String name, String allowed, Function<String, Object> parse) {

    private static final Map<Class<?>, ScalarType> KNOWN = Map.ofEntries(
            Map.entry(String.class, new ScalarType("text", "text", text -> text)),
            Map.entry(boolean.class, new ScalarType("boolean", "true or false", ScalarType::parseBoolean)),
            Map.entry(int.class, wholeNumber(ScalarType::parseInt)),
            Map.entry(long.class, wholeNumber(ScalarType::parseLong)),
            Map.entry(double.class, new ScalarType("number", "a number", ScalarType::parseDouble)),
            Map.entry(
                    Duration.class, new ScalarType("duration", "a duration like 500ms, 30s, 4h, 7d", Durations::parse)),
            Map.entry(DataSize.class, new ScalarType("size", "a size like 512B, 64KiB, 8MiB, 1GiB", DataSize::parse)),
            Map.entry(
                    ZoneId.class,
                    new ScalarType("time zone", "a time zone like UTC or Europe/Berlin", ScalarType::parseZone)),
            Map.entry(
                    LocalTime.class, new ScalarType("time of day", "a time of day like 22:30", ScalarType::parseTime)),
            Map.entry(Path.class, new ScalarType("path", "an absolute path", ScalarType::parsePath)),
            Map.entry(URI.class, new ScalarType("URI", "a URI like https://example.org", ScalarType::parseUri)));

    /** The scalar type of a class, empty if the class is not written as one value. */
    static Optional<ScalarType> of(Class<?> type) {
        ScalarType known = KNOWN.get(type);
        if (known != null) {
            return Optional.of(known);
        }
        if (type.isEnum()) {
            return Optional.of(ofEnum(type));
        }
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getName().equals("parse")
                        && Modifier.isStatic(method.getModifiers())
                        && method.getReturnType() == type
                        && Arrays.equals(method.getParameterTypes(), new Class<?>[] {String.class}))
                .findFirst()
                .map(parse -> ofParseMethod(type, parse));
    }

    private static ScalarType wholeNumber(Function<String, Object> parse) {
        return new ScalarType("whole number", "a whole number", parse);
    }

    private static ScalarType ofEnum(Class<?> type) {
        Map<String, Object> constants = Arrays.stream(type.getEnumConstants())
                .collect(Collectors.toMap(ScalarType::enumText, Function.identity()));
        String allowed =
                Arrays.stream(type.getEnumConstants()).map(ScalarType::enumText).collect(Collectors.joining(", "));
        return new ScalarType("choice", allowed, text -> {
            Object constant = constants.get(text);
            if (constant == null) {
                throw new IllegalArgumentException("is not known" + Spelling.suggestion(text, constants.keySet()));
            }
            return constant;
        });
    }

    private static String enumText(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static ScalarType ofParseMethod(Class<?> type, Method parse) {
        String name = words(type.getSimpleName());
        return new ScalarType(name, "a valid " + name, text -> {
            try {
                return Objects.requireNonNull(parse.invoke(null, text));
            } catch (InvocationTargetException e) {
                if (e.getCause() instanceof IllegalArgumentException refused) {
                    throw refused;
                }
                throw new IllegalStateException(parse + " failed on a setting", e.getCause());
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(parse + " is not accessible", e);
            }
        });
    }

    private static String words(String simpleName) {
        return simpleName.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }

    private static Object parseBoolean(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("is neither true nor false");
        };
    }

    private static Object parseInt(String text) {
        long value = parseLong(text);
        if (value != (int) value) {
            throw new IllegalArgumentException("is too large");
        }
        return (int) value;
    }

    /** No leading zeros: {@code 0640} means different numbers to different readers. */
    private static long parseLong(String text) {
        if (!text.matches("[-+]?(0|[1-9][0-9]{0,18})")) {
            throw new IllegalArgumentException("is not a whole number");
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("is too large", e);
        }
    }

    private static Object parseDouble(String text) {
        if (!text.matches("[-+]?[0-9]{1,15}(\\.[0-9]{1,15})?")) {
            throw new IllegalArgumentException("is not a number");
        }
        return new BigDecimal(text).doubleValue();
    }

    private static Object parseZone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("is not a known time zone", e);
        }
    }

    private static Object parseTime(String text) {
        try {
            return LocalTime.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("is no time of day", e);
        }
    }

    private static Object parsePath(String text) {
        if (!text.startsWith("/") || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("is not absolute");
        }
        return Path.of(text);
    }

    private static Object parseUri(String text) {
        URI uri = URI.create(text);
        if (!uri.isAbsolute()) {
            throw new IllegalArgumentException("is no absolute URI");
        }
        return uri;
    }
}
