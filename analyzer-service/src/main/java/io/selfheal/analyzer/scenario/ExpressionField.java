package io.selfheal.analyzer.scenario;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import io.selfheal.schemas.event.ApplicationError;
import io.selfheal.schemas.event.Authentication;
import io.selfheal.schemas.event.HttpRequest;
import io.selfheal.schemas.event.NetworkFlow;
import io.selfheal.schemas.event.Place;
import io.selfheal.schemas.net.IpAddress;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What an expression may name, in ECS terms. What an event has not is the empty text, or 0. */
enum ExpressionField {
    EVENT_ACTION("event.action", SimpleType.STRING),
    EVENT_OUTCOME("event.outcome", SimpleType.STRING),
    EVENT_DATASET("event.dataset", SimpleType.STRING),
    HOST_NAME("host.name", SimpleType.STRING),
    USER_NAME("user.name", SimpleType.STRING),
    SOURCE_IP("source.ip", SimpleType.STRING),
    SOURCE_PORT("source.port", SimpleType.INT),
    SOURCE_COUNTRY("source.geo.country_iso_code", SimpleType.STRING),
    SOURCE_AS("source.as.number", SimpleType.INT),
    DESTINATION_IP("destination.ip", SimpleType.STRING),
    DESTINATION_PORT("destination.port", SimpleType.INT),
    NETWORK_TRANSPORT("network.transport", SimpleType.STRING),
    SERVICE_NAME("service.name", SimpleType.STRING),
    URL_ORIGINAL("url.original", SimpleType.STRING),
    URL_PATH("url.path", SimpleType.STRING),
    URL_QUERY("url.query", SimpleType.STRING),
    HTTP_METHOD("http.request.method", SimpleType.STRING),
    HTTP_REFERRER("http.request.referrer", SimpleType.STRING),
    HTTP_STATUS("http.response.status_code", SimpleType.INT),
    HTTP_BYTES("http.response.body.bytes", SimpleType.INT),
    USER_AGENT("user_agent.original", SimpleType.STRING),
    EVENT_REASON("event.reason", SimpleType.STRING);

    private static final Map<String, ExpressionField> BY_NAME = Arrays.stream(values())
            .collect(Collectors.toUnmodifiableMap(ExpressionField::wireName, Function.identity()));

    private final String wireName;

    @SuppressWarnings("ImmutableEnumChecker") // CEL's simple types are constants
    private final CelType type;

    ExpressionField(String wireName, CelType type) {
        this.wireName = wireName;
        this.type = type;
    }

    String wireName() {
        return wireName;
    }

    CelType type() {
        return type;
    }

    static @Nullable ExpressionField ofName(String name) {
        return BY_NAME.get(name);
    }

    static String allowedNames() {
        return Arrays.stream(values()).map(ExpressionField::wireName).sorted().collect(Collectors.joining(", "));
    }

    /** The value, a text or a long. */
    Object of(Occurrence occurrence) {
        var event = occurrence.event();
        return switch (this) {
            case EVENT_ACTION -> event.action().wireName();
            case EVENT_OUTCOME -> event.outcome().name().toLowerCase(Locale.ROOT);
            case EVENT_DATASET -> event.origin().dataset();
            case HOST_NAME -> event.origin().host();
            case USER_NAME -> text(event.user());
            case SOURCE_IP -> text(event.source());
            case SOURCE_PORT -> (long) event.origin().sourcePort();
            case SOURCE_COUNTRY -> {
                Place place = event.origin().place();
                yield text(place == null ? null : place.country());
            }
            case SOURCE_AS -> {
                Place place = event.origin().place();
                yield place == null ? 0L : place.asNumber();
            }
            case DESTINATION_IP -> text(event instanceof NetworkFlow f ? f.destination() : null);
            case DESTINATION_PORT -> event instanceof NetworkFlow f ? (long) f.destinationPort() : 0L;
            case NETWORK_TRANSPORT -> text(event instanceof NetworkFlow f ? f.transport() : null);
            case SERVICE_NAME -> text(event instanceof Authentication a ? a.service() : null);
            case URL_ORIGINAL -> url(occurrence);
            case URL_PATH -> before(url(occurrence));
            case URL_QUERY -> after(url(occurrence));
            case HTTP_METHOD -> text(event instanceof HttpRequest r ? r.method() : null);
            case HTTP_REFERRER -> text(event instanceof HttpRequest r ? r.referrer() : null);
            case HTTP_STATUS -> event instanceof HttpRequest r ? (long) r.status() : 0L;
            case HTTP_BYTES -> event instanceof HttpRequest r ? r.responseBytes() : 0L;
            case USER_AGENT -> text(event instanceof HttpRequest r ? r.userAgent() : null);
            case EVENT_REASON ->
                text(
                        event instanceof ApplicationError e
                                ? e.reason()
                                : event instanceof Authentication a ? a.reason() : null);
        };
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static String text(@Nullable IpAddress value) {
        return value == null ? "" : value.toString();
    }

    private static String url(Occurrence occurrence) {
        return switch (occurrence.event()) {
            case HttpRequest r -> r.url();
            case ApplicationError e -> text(e.url());
            default -> "";
        };
    }

    private static String before(String url) {
        int question = url.indexOf('?');
        return question < 0 ? url : url.substring(0, question);
    }

    private static String after(String url) {
        int question = url.indexOf('?');
        return question < 0 ? "" : url.substring(question + 1);
    }
}
