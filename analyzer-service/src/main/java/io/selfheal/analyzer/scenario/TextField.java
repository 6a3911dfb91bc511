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
    /** {@code url.original}; tests look at it without its query. */
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

    /** The text; null when the event has none. */
    @Nullable
    String of(Occurrence occurrence) {
        SecurityEvent event = occurrence.event();
        return switch (this) {
            case DATASET -> event.origin().dataset();
            case USER -> event.user();
            case SERVICE -> event instanceof Authentication a ? a.service() : null;
            case METHOD -> event instanceof HttpRequest r ? r.method() : null;
            case PATH -> urlOf(event);
            case FILE -> fileOf(urlOf(event));
            case QUERY -> queryOf(urlOf(event));
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

    private static @Nullable String fileOf(@Nullable String url) {
        if (url == null) {
            return null;
        }
        int question = url.indexOf('?');
        int end = question < 0 ? url.length() : question;
        return url.substring(url.lastIndexOf('/', end - 1) + 1, end);
    }

    private static @Nullable String queryOf(@Nullable String url) {
        int question = url == null ? -1 : url.indexOf('?');
        return url == null || question < 0 ? null : url.substring(question + 1);
    }
}
