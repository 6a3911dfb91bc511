package io.selfheal.collector.parse.rule;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a pattern's named groups, a JSON mapping and {@code set:} may fill, with the bound of each text in bytes. */
public enum Field {
    /** Address of the peer; a host name gives an event without a source. */
    SOURCE("source", 64),
    PORT("port", 5),
    /** The request's X-Forwarded-For or X-Real-IP: read only where the peer is a trusted proxy. */
    FORWARDED("forwarded", 512),
    /** Address and port in one, the port after the last colon even if the address is an IPv6 one without brackets. */
    PEER("peer", 64),
    /** What names the session: its lines that do not name peer or user take them from those before. */
    SESSION("session", 64),
    USER("user", 256),
    /** Anything that is not empty says: the account does not exist. */
    INVALID("invalid", 32),
    METHOD("method", 64),
    REASON("reason", 512),
    SERVICE("service", 64),
    /** A request line as the client sent it; it is split into method, url and version. */
    REQUEST("request", 8192),
    URL("url", 8192),
    VERSION("version", 16),
    STATUS("status", 3),
    BYTES("bytes", 18),
    REFERRER("referrer", 2048),
    AGENT("agent", 2048),
    VHOST("vhost", 256),
    LEVEL("level", 16),
    MODULE("module", 64),
    DESTINATION("destination", 64),
    DESTINATION_PORT("destinationPort", 5),
    TRANSPORT("transport", 16),
    RULE("rule", 128),
    UNIT("unit", 256),
    RESULT("result", 128),
    /** Which threat a report is of: a name of {@link io.selfheal.schemas.event.ThreatType}. */
    THREAT("threat", 32),
    FILE("file", 512),
    PID("pid", 9),
    /** How many times it happened. */
    COUNT("count", 4),
    /** A stamp, in the form that the rule's {@code time} names. */
    TIME("time", 64);

    private static final Map<String, Field> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Field::wireName, Function.identity()));

    private final String wireName;
    private final int bound;

    Field(String wireName, int bound) {
        this.wireName = wireName;
        this.bound = bound;
    }

    public String wireName() {
        return wireName;
    }

    /** Its place in an array that lives no longer than the process. */
    @SuppressWarnings("EnumOrdinal")
    int slot() {
        return ordinal();
    }

    /** Longest value in bytes. */
    public int bound() {
        return bound;
    }

    public static @Nullable Field ofName(String name) {
        return BY_NAME.get(name);
    }

    static String allowedNames() {
        return Arrays.stream(values()).map(Field::wireName).sorted().collect(Collectors.joining(", "));
    }
}
