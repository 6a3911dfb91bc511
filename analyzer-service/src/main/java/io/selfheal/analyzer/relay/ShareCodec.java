package io.selfheal.analyzer.relay;

import io.selfheal.analyzer.profile.Packer;
import io.selfheal.analyzer.profile.Unpacker;
import io.selfheal.analyzer.scenario.Occurrence;
import io.selfheal.schemas.event.Authentication;
import io.selfheal.schemas.event.EventAction;
import io.selfheal.schemas.event.EventOutcome;
import io.selfheal.schemas.event.GeoPoint;
import io.selfheal.schemas.event.Origin;
import io.selfheal.schemas.event.Place;
import io.selfheal.schemas.event.Report;
import io.selfheal.schemas.event.ReportedSeverity;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.event.ServiceState;
import io.selfheal.schemas.event.ThreatType;
import io.selfheal.schemas.net.IpAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The bytes of a share: about 120 B, never more than 1 KiB. An inner format of the analyzer, with its version. */
public final class ShareCodec {
    private static final int FORMAT = 1;
    private static final int MAX_TEXT = 128;
    private static final double STEPS = 10_000;
    private static final int HAS_POINT = 1;

    private ShareCodec() {}

    public static byte[] encode(Share share) {
        Occurrence occurrence = share.occurrence();
        SecurityEvent event = occurrence.event();
        Origin origin = event.origin();
        Packer out = new Packer();
        out.number(FORMAT).number(code(occurrence.kind())).number(occurrence.score());
        out.number(occurrence.second()).number(occurrence.failedLogin() ? 1 : 0);
        text(out, origin.id()).number(origin.time().toEpochMilli());
        text(out, origin.host());
        text(out, origin.dataset());
        text(out, origin.source() == null ? null : origin.source().toString());
        out.number(origin.count());
        place(out, origin.place());
        text(out, event.action().wireName());
        out.number(code(event.outcome()));
        text(out, event.user());
        switch (event) {
            case Authentication a -> {
                text(out, a.service()).number(a.invalidUser() ? 1 : 0);
                text(text(out, a.method()), a.reason());
            }
            case ServiceState s -> text(text(out, s.unit()), s.result());
            default -> {}
        }
        return out.toBytes();
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException if the bytes are no share
     */
    public static Share decode(String key, byte[] bytes) {
        Unpacker in = new Unpacker(bytes);
        int format = in.number(255);
        if (format != FORMAT) {
            throw new IllegalArgumentException("a share of format " + format + "; allowed: " + FORMAT);
        }
        Occurrence.Kind kind = kind(in.number(2));
        int score = in.number(100);
        int second = in.number(Integer.MAX_VALUE);
        boolean failed = in.number(1) == 1;
        Origin origin = new Origin(
                in.text(),
                Instant.ofEpochMilli(in.number()),
                in.text(),
                in.text(),
                source(in.text()),
                0,
                null,
                in.number(Integer.MAX_VALUE),
                null,
                0,
                null,
                null);
        origin = at(origin, place(in));
        EventAction action = EventAction.ofWireName(in.text());
        EventOutcome outcome = outcome(in.number(2));
        String user = orNull(in.text());
        if (action == null) {
            throw new IllegalArgumentException("a share of an action that is unknown");
        }
        SecurityEvent event =
                switch (action) {
                    case REPORTED -> report(origin, user);
                    case SERVICE_FAILED, SERVICE_STARTED, OUT_OF_MEMORY, SEGFAULT ->
                        new ServiceState(origin, action, in.text(), orNull(in.text()));
                    default ->
                        new Authentication(
                                origin,
                                action,
                                outcome,
                                in.text(),
                                user,
                                in.number(1) == 1,
                                orNull(in.text()),
                                orNull(in.text()));
                };
        return new Share(key, new Occurrence(event, second, failed, List.of(), kind, score));
    }

    /** The event of a share that tells no event: that a source was flagged, that a host is alive. */
    static Report report(Origin origin, @Nullable String user) {
        return new Report(origin, ThreatType.UNKNOWN, ReportedSeverity.MEDIUM, user, Map.of());
    }

    private static int code(Occurrence.Kind kind) {
        return switch (kind) {
            case EVENT -> 0;
            case FLAGGED -> 1;
            case HEARD -> 2;
        };
    }

    private static Occurrence.Kind kind(int code) {
        return code == 0 ? Occurrence.Kind.EVENT : code == 1 ? Occurrence.Kind.FLAGGED : Occurrence.Kind.HEARD;
    }

    private static int code(EventOutcome outcome) {
        return switch (outcome) {
            case SUCCESS -> 0;
            case FAILURE -> 1;
            case UNKNOWN -> 2;
        };
    }

    private static EventOutcome outcome(int code) {
        return code == 0 ? EventOutcome.SUCCESS : code == 1 ? EventOutcome.FAILURE : EventOutcome.UNKNOWN;
    }

    private static Origin at(Origin o, @Nullable Place place) {
        return new Origin(
                o.id(), o.time(), o.host(), o.dataset(), o.source(), 0, place, o.count(), null, 0, null, null);
    }

    private static void place(Packer out, @Nullable Place place) {
        GeoPoint point = place == null ? null : place.location();
        text(out, place == null ? null : place.country()).number(place == null ? 0 : place.asNumber());
        text(out, place == null ? null : place.asOrganization());
        out.number(point == null ? 0 : HAS_POINT);
        if (point != null) {
            out.word((int) Math.round(point.latitude() * STEPS)).word((int) Math.round(point.longitude() * STEPS));
        }
    }

    private static @Nullable Place place(Unpacker in) {
        String country = orNull(in.text());
        long asNumber = in.number();
        String asOrganization = orNull(in.text());
        GeoPoint point = in.number(1) == HAS_POINT ? new GeoPoint(in.word() / STEPS, in.word() / STEPS) : null;
        return country == null && asNumber == 0 && point == null
                ? null
                : new Place(country, asNumber, asOrganization, point);
    }

    private static @Nullable IpAddress source(String text) {
        return text.isEmpty() ? null : IpAddress.parse(text);
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static Packer text(Packer out, @Nullable String text) {
        return out.text(text == null ? "" : text, MAX_TEXT);
    }
}
