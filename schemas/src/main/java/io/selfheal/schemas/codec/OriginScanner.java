package io.selfheal.schemas.codec;

import io.selfheal.schemas.event.EventAction;
import io.selfheal.schemas.event.EventOutcome;
import io.selfheal.schemas.event.GeoPoint;
import io.selfheal.schemas.event.LogPosition;
import io.selfheal.schemas.event.Origin;
import io.selfheal.schemas.event.Place;
import io.selfheal.schemas.net.IpAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The sections that every security event has, read in the canonical order: first, head, tail, last. */
final class OriginScanner {
    private static final EventOutcome[] OUTCOMES = EventOutcome.values();

    @Nullable
    EventAction action;

    @Nullable
    EventOutcome outcome;

    @Nullable
    String reason;

    @Nullable
    String level;

    @Nullable
    String user;

    private final ByteScanner in;
    private Instant time = Instant.EPOCH;
    private int count = 1;
    private String id = "";
    private String dataset = "";
    private String host = "";
    private @Nullable IpAddress source;
    private int sourcePort;
    private @Nullable Place place;
    private @Nullable String process;
    private int pid;
    private @Nullable LogPosition log;

    OriginScanner(ByteScanner in) {
        this.in = in;
    }

    /** {@code @timestamp}, up to the type's name. */
    void first() {
        in.expect(EventPieces.TIME);
        time = in.timestamp();
        in.expect(EventPieces.TYPE);
    }

    void count() {
        if (in.accept(EventPieces.COUNT)) {
            count = in.int32();
        }
    }

    /** {@code event}, {@code host} and {@code source}. */
    void head() {
        in.expect(EventPieces.ID);
        id = in.text();
        in.expect(EventPieces.CATEGORY);
        in.skipText();
        in.expect(EventPieces.EVENT_TYPE);
        in.skipText();
        in.expect(EventPieces.ACTION);
        action = EventAction.ofWireName(in.knownText());
        outcome = outcome();
        in.expect(EventPieces.DATASET);
        dataset = in.knownText();
        reason = in.accept(EventPieces.REASON) ? in.knownText() : null;
        in.expect(EventPieces.HOST);
        host = in.knownText();
        in.expect(EventPieces.NAMED_END);
        source();
    }

    private @Nullable EventOutcome outcome() {
        for (int i = 0; i < OUTCOMES.length; i++) {
            if (in.accept(EventPieces.OUTCOMES_ON_THE_WIRE[i])) {
                return OUTCOMES[i];
            }
        }
        return null;
    }

    private void source() {
        if (!in.accept(EventPieces.SOURCE)) {
            return;
        }
        boolean more = true;
        if (in.accept(EventPieces.IP)) {
            source = in.address();
            in.expect('"');
            more = in.accept(',');
        }
        if (more && in.accept(EventPieces.PORT)) {
            sourcePort = in.int32();
            more = in.accept(',');
        }
        if (more) {
            place = place();
        }
        in.expect('}');
    }

    private Place place() {
        String country = null;
        GeoPoint location = null;
        boolean more = true;
        if (in.accept(EventPieces.GEO)) {
            boolean hasCountry = in.accept(EventPieces.COUNTRY);
            country = hasCountry ? quoted(in.knownText()) : null;
            if (!hasCountry || in.accept(',')) {
                location = location();
            }
            in.expect('}');
            more = in.accept(',');
        }
        long number = 0;
        String organization = null;
        if (more) {
            in.expect(EventPieces.AS);
            boolean hasNumber = in.accept(EventPieces.NUMBER);
            number = hasNumber ? in.number() : 0;
            if (!hasNumber || in.accept(',')) {
                in.expect(EventPieces.ORGANIZATION);
                organization = in.knownText();
                in.expect(EventPieces.NAMED_END);
            }
            in.expect('}');
        }
        return new Place(country, number, organization, location);
    }

    private @Nullable GeoPoint location() {
        in.expect(EventPieces.LOCATION);
        double latitude = in.decimal();
        in.expect(EventPieces.LONGITUDE);
        double longitude = in.decimal();
        in.expect('}');
        return in.failed() ? null : new GeoPoint(latitude, longitude);
    }

    /** {@code process}, {@code log} and {@code user}. */
    void tail() {
        if (in.accept(EventPieces.PROCESS)) {
            boolean hasName = in.accept(EventPieces.NAME);
            process = hasName ? quoted(in.knownText()) : null;
            if (!hasName || in.accept(',')) {
                in.expect(EventPieces.PID);
                pid = in.int32();
            }
            in.expect('}');
        }
        if (in.accept(EventPieces.LOG)) {
            boolean hasLevel = in.accept(EventPieces.LEVEL);
            level = hasLevel ? quoted(in.knownText()) : null;
            if (!hasLevel || in.accept(',')) {
                in.expect(EventPieces.PATH);
                String path = in.knownText();
                in.expect(EventPieces.OFFSET);
                log = new LogPosition(path, in.number());
            }
            in.expect('}');
        }
        LogPosition place = log;
        String container = place == null ? null : knownNamed(EventPieces.CONTAINER);
        if (place != null && container != null) {
            log = new LogPosition(place.path(), place.offset(), container);
        }
        user = named(EventPieces.USER);
    }

    /**
     * {@code message} and the end of the record; null if anything was not as expected.
     *
     * @throws IllegalArgumentException if the values break a rule of {@link Origin}
     */
    @Nullable
    Origin last() {
        String message = in.accept(EventPieces.MESSAGE) ? quoted(in.text()) : null;
        in.expect('}');
        if (in.failed() || !in.atEnd()) {
            return null;
        }
        return new Origin(id, time, host, dataset, source, sourcePort, place, count, process, pid, log, message);
    }

    /** An object with one text; null if it does not stand here. */
    @Nullable
    String named(Piece opening) {
        if (!in.accept(opening)) {
            return null;
        }
        String text = in.text();
        in.expect(EventPieces.NAMED_END);
        return text;
    }

    /** As {@link #named}, for texts that come again and again. */
    @Nullable
    String knownNamed(Piece opening) {
        if (!in.accept(opening)) {
            return null;
        }
        String text = in.knownText();
        in.expect(EventPieces.NAMED_END);
        return text;
    }

    /** The text of a field that begins with this piece; null if it does not stand here. */
    @Nullable
    String knownField(Piece opening) {
        return in.accept(opening) ? quoted(in.knownText()) : null;
    }

    private String quoted(String text) {
        in.expect('"');
        return text;
    }
}
