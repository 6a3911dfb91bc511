package io.selfheal.analyzer.scenario;

import io.selfheal.analyzer.profile.Hashes;
import io.selfheal.analyzer.profile.Neighbourhood;
import io.selfheal.analyzer.profile.SubjectKey;
import io.selfheal.schemas.event.Authentication;
import io.selfheal.schemas.event.HttpRequest;
import io.selfheal.schemas.event.NetworkFlow;
import io.selfheal.schemas.event.Place;
import io.selfheal.schemas.event.ServiceState;
import io.selfheal.schemas.net.IpAddress;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the different values of a distinct-count can be of. */
public enum Field {
    USER("user.name"),
    PATH("url.path"),
    URL("url.original"),
    AGENT("user_agent.original"),
    PORT("destination.port"),
    DESTINATION("destination.ip"),
    HOST("host.name"),
    SIGNATURE("selfheal.signature"),
    DATASET("event.dataset"),
    COUNTRY("source.geo.country_iso_code"),
    SYSTEM("source.as.number"),
    SOURCE("source.ip"),
    /** The source's address, or the /64 around it. */
    NETWORK("source.network"),
    SERVICE("service.name"),
    /** The hour of the day, UTC. */
    HOUR("event.hour");

    static final Map<String, Field> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Field::wireName, Function.identity()));

    /** No hash, and no int: the event has no such value. */
    static final long NONE = Long.MIN_VALUE;

    private final String wireName;

    Field(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    /** The value's hash, an int that is not boxed; {@link #NONE} when the event has no such value. */
    long hashOf(Occurrence occurrence) {
        return switch (this) {
            // A telephone that writes names with a capital tries no other account.
            case USER -> {
                String user = occurrence.event().user();
                yield user == null ? NONE : hash(SubjectKey.account(user));
            }
            case HOST -> hash(occurrence.event().origin().host());
            case DATASET -> hash(occurrence.event().origin().dataset());
            case SOURCE ->
                occurrence.event().source() == null
                        ? NONE
                        : occurrence.event().source().hashCode();
            case NETWORK -> {
                IpAddress source = occurrence.event().source();
                yield source == null ? NONE : Neighbourhood.holderOf(source);
            }
            case HOUR -> Math.floorMod(occurrence.second(), 86_400) / 3600;
            case SERVICE ->
                switch (occurrence.event()) {
                    case ServiceState s -> hash(s.unit());
                    case Authentication a -> hash(a.service());
                    default -> NONE;
                };
            case SIGNATURE ->
                occurrence.hits().isEmpty()
                        ? NONE
                        : hash(occurrence.hits().getFirst().signature().id());
            case PATH -> hash(pathOf(TextField.urlOf(occurrence.event())));
            case URL -> hash(TextField.urlOf(occurrence.event()));
            case COUNTRY -> {
                Place place = occurrence.event().origin().place();
                yield place == null ? NONE : hash(place.country());
            }
            case SYSTEM -> {
                Place place = occurrence.event().origin().place();
                yield place == null || place.asNumber() == 0 ? NONE : (int) place.asNumber();
            }
            case AGENT -> occurrence.event() instanceof HttpRequest r ? hash(r.userAgent()) : NONE;
            case PORT ->
                occurrence.event() instanceof NetworkFlow f && f.destinationPort() > 0 ? f.destinationPort() : NONE;
            case DESTINATION ->
                occurrence.event() instanceof NetworkFlow f && f.destination() != null
                        ? f.destination().hashCode()
                        : NONE;
        };
    }

    private static @Nullable String pathOf(@Nullable String url) {
        int question = url == null ? -1 : url.indexOf('?');
        return url == null || question < 0 ? url : url.substring(0, question);
    }

    private static long hash(@Nullable String text) {
        return text == null ? NONE : Hashes.of(text);
    }
}
