package io.selfheal.schemas.codec;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Names of enum constants on the wire: lower case with underscores, as ECS writes its own. */
final class WireName {
    private WireName() {}

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** Every name of the enum, for an error message. */
    static String allOf(Class<? extends Enum<?>> type) {
        return Arrays.stream(type.getEnumConstants()).map(WireName::of).collect(Collectors.joining(", "));
    }

    /** The map with its keys' names, in their order: the same map always gives the same bytes. */
    static <V> Map<String, V> named(Map<? extends Enum<?>, V> map) {
        Map<String, V> named = new TreeMap<>();
        map.forEach((constant, value) -> named.put(of(constant), value));
        return named;
    }
}
