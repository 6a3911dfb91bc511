package io.selfheal.analyzer.scenario;

import io.selfheal.schemas.event.ApplicationError;
import io.selfheal.schemas.event.Authentication;
import io.selfheal.schemas.event.HttpRequest;
import io.selfheal.schemas.event.NetworkFlow;
import io.selfheal.schemas.event.Place;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.event.ServiceState;
import org.jspecify.annotations.Nullable;

/** Texts of an event that can be tested. */
enum TextField {
    DATASET,
    SERVICE,
    METHOD,
    /** {@link Occurrence#url()}; tests look at it without its query. */
    PATH,
    /** The last part of the path. */
    FILE,
    /** What stands behind the question mark. */
    QUERY,
    /** {@code http.version}. */
    VERSION,
    REFERRER,
    AGENT,
    USER,
    TRANSPORT,
    MODULE,
    REASON,
    RULE,
    /** {@code service.name}: a systemd unit. */
    UNIT,
    /** {@code source.geo.country_iso_code}. */
    COUNTRY,
    /** {@code source.as.organization.name}. */
    AS_ORGANIZATION;

    /**
     * The text in which the field stands, from {@link #from} to {@link #to}; null when the event has none. Parts of a
     * URL are not cut out of it: every request is asked for them.
     */
    @Nullable
    String carrier(Occurrence occurrence) {
        SecurityEvent event = occurrence.event();
        return switch (this) {
            case DATASET -> event.origin().dataset();
            case USER -> event.user();
            case SERVICE -> event instanceof Authentication a ? a.service() : null;
            case METHOD -> event instanceof HttpRequest r ? r.method() : null;
            case PATH, FILE -> occurrence.url();
            case QUERY -> {
                String url = occurrence.url();
                yield url == null || url.indexOf('?') < 0 ? null : url;
            }
            case VERSION -> event instanceof HttpRequest r ? r.version() : null;
            case REFERRER -> event instanceof HttpRequest r ? r.referrer() : null;
            case AGENT -> event instanceof HttpRequest r ? r.userAgent() : null;
            case TRANSPORT -> event instanceof NetworkFlow f ? f.transport() : null;
            case RULE -> event instanceof NetworkFlow f ? f.rule() : null;
            case MODULE -> event instanceof ApplicationError e ? e.module() : null;
            case UNIT -> event instanceof ServiceState s ? s.unit() : null;
            case COUNTRY -> {
                Place place = event.origin().place();
                yield place == null ? null : place.country();
            }
            case AS_ORGANIZATION -> {
                Place place = event.origin().place();
                yield place == null ? null : place.asOrganization();
            }
            case REASON ->
                switch (event) {
                    case ApplicationError e -> e.reason();
                    case Authentication a -> a.reason();
                    case ServiceState s -> s.result();
                    default -> null;
                };
        };
    }

    static @Nullable String urlOf(SecurityEvent event) {
        return switch (event) {
            case HttpRequest r -> r.url();
            case ApplicationError e -> e.url();
            default -> null;
        };
    }

    int from(String carrier) {
        return switch (this) {
            case FILE -> carrier.lastIndexOf('/', pathEnd(carrier) - 1) + 1;
            case QUERY -> carrier.indexOf('?') + 1;
            default -> 0;
        };
    }

    int to(String carrier) {
        return switch (this) {
            case FILE -> pathEnd(carrier);
            case PATH -> carrier.startsWith("/") ? pathEnd(carrier) : carrier.length();
            default -> carrier.length();
        };
    }

    private static int pathEnd(String url) {
        int question = url.indexOf('?');
        return question < 0 ? url.length() : question;
    }
}
