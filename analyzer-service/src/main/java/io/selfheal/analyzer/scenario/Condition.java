package io.selfheal.analyzer.scenario;

import io.selfheal.analyzer.signature.SignatureHit;
import io.selfheal.schemas.event.Authentication;
import io.selfheal.schemas.event.EventAction;
import io.selfheal.schemas.event.EventOutcome;
import io.selfheal.schemas.event.HttpRequest;
import io.selfheal.schemas.event.NetworkFlow;
import io.selfheal.schemas.event.Place;
import io.selfheal.schemas.net.IpAddress;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A filter of a scenario: a tree of typed tests, built once from YAML and asked for each event. No expression language
 * on the hot path; docs/decisions/0007-scenario-filters.md says why.
 */
public sealed interface Condition {
    boolean test(Occurrence occurrence);

    /** Whether it can only hold where the part of this type does: then an event may be dismissed early. */
    default boolean needs(Class<? extends Condition> type) {
        return switch (this) {
            case All all -> all.parts().stream().anyMatch(part -> part.needs(type));
            case FailedLogin f -> f.wanted() && type == FailedLogin.class;
            case FamilyIs f -> type == FamilyIs.class;
            case Flagged f -> type == Flagged.class;
            case Heard h -> type == Heard.class;
            case IpVersion v -> false;
            case Always a -> false;
            case AnyOf a -> false;
            case Not n -> false;
            case ActionIs a -> false;
            case OutcomeIs o -> false;
            case InvalidUser i -> false;
            case StatusIn s -> false;
            case Holds h -> type == Holds.class;
            case TextIs t -> false;
            case Lacks l -> false;
            case PortIn p -> false;
            case SystemIn s -> false;
        };
    }

    /** Holds for every event. */
    record Always() implements Condition {
        @Override
        public boolean test(Occurrence occurrence) {
            return true;
        }
    }

    /** All of them hold. */
    record All(List<Condition> parts) implements Condition {
        public All {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean test(Occurrence occurrence) {
            for (int i = 0; i < parts.size(); i++) {
                if (!parts.get(i).test(occurrence)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** At least one holds. */
    record AnyOf(List<Condition> parts) implements Condition {
        public AnyOf {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean test(Occurrence occurrence) {
            for (int i = 0; i < parts.size(); i++) {
                if (parts.get(i).test(occurrence)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** It does not hold. */
    record Not(Condition part) implements Condition {
        @Override
        public boolean test(Occurrence occurrence) {
            return !part.test(occurrence);
        }
    }

    /** {@code event.action} is one of these. */
    record ActionIs(Set<EventAction> actions) implements Condition {
        public ActionIs {
            actions = Collections.unmodifiableSet(EnumSet.copyOf(actions));
        }

        @Override
        public boolean test(Occurrence occurrence) {
            return actions.contains(occurrence.event().action());
        }
    }

    /** {@code event.outcome}. */
    record OutcomeIs(EventOutcome outcome) implements Condition {
        @Override
        public boolean test(Occurrence occurrence) {
            return occurrence.event().outcome() == outcome;
        }
    }

    /** A failed login, counted once for each try. */
    record FailedLogin(boolean wanted) implements Condition {
        @Override
        public boolean test(Occurrence occurrence) {
            return occurrence.failedLogin() == wanted;
        }
    }

    /** The source was flagged with at least this score. */
    record Flagged(int from) implements Condition {
        @Override
        public boolean test(Occurrence occurrence) {
            return occurrence.kind() == Occurrence.Kind.FLAGGED && occurrence.score() >= from;
        }
    }

    /** The host gave a sign of life. */
    record Heard() implements Condition {
        @Override
        public boolean test(Occurrence occurrence) {
            return occurrence.kind() == Occurrence.Kind.HEARD;
        }
    }

    /** The source's address is of this version. */
    record IpVersion(int version) implements Condition {
        @Override
        public boolean test(Occurrence occurrence) {
            IpAddress source = occurrence.event().source();
            return source != null && source.isIpv4() == (version == 4);
        }
    }

    /** The account that was tried does not exist. */
    record InvalidUser(boolean wanted) implements Condition {
        @Override
        public boolean test(Occurrence occurrence) {
            return occurrence.event() instanceof Authentication a && a.invalidUser() == wanted;
        }
    }

    /** {@code http.response.status_code} lies in one of the ranges. */
    record StatusIn(List<Range> ranges) implements Condition {
        public StatusIn {
            ranges = List.copyOf(ranges);
        }

        @Override
        public boolean test(Occurrence occurrence) {
            if (!(occurrence.event() instanceof HttpRequest request)) {
                return false;
            }
            for (int i = 0; i < ranges.size(); i++) {
                if (ranges.get(i).contains(request.status())) {
                    return true;
                }
            }
            return false;
        }
    }

    /** {@code source.as.number} is one of these. */
    record SystemIn(Set<Long> numbers) implements Condition {
        public SystemIn {
            numbers = Set.copyOf(numbers);
        }

        @Override
        public boolean test(Occurrence occurrence) {
            Place place = occurrence.event().origin().place();
            return place != null && place.asNumber() != 0 && numbers.contains(place.asNumber());
        }
    }

    /** From and to, both included. */
    record Range(int from, int to) {
        boolean contains(int value) {
            return from <= value && value <= to;
        }
    }

    /** One of the found signatures is of one of these families. */
    record FamilyIs(Set<String> families) implements Condition {
        public FamilyIs {
            families = Set.copyOf(families);
        }

        @Override
        public boolean test(Occurrence occurrence) {
            List<SignatureHit> hits = occurrence.hits();
            for (int i = 0; i < hits.size(); i++) {
                if (families.contains(hits.get(i).signature().family())) {
                    return true;
                }
            }
            return false;
        }
    }

    /** An expression holds; asked after all the others, which cost less. */
    record Holds(Expression expression) implements Condition {
        @Override
        public boolean test(Occurrence occurrence) {
            return expression.holds(occurrence);
        }
    }

    /** A text of the event passes a test. */
    record TextIs(TextField field, TextTest test) implements Condition {
        @Override
        public boolean test(Occurrence occurrence) {
            String carrier = field.carrier(occurrence);
            return carrier != null && test.test(carrier, field.from(carrier), field.to(carrier));
        }
    }

    /** The event has no such text. */
    record Lacks(List<TextField> fields) implements Condition {
        public Lacks {
            fields = List.copyOf(fields);
        }

        @Override
        public boolean test(Occurrence occurrence) {
            for (int i = 0; i < fields.size(); i++) {
                if (fields.get(i).carrier(occurrence) != null) {
                    return false;
                }
            }
            return true;
        }
    }

    /** {@code source.port} or {@code destination.port} lies in one of the ranges. */
    record PortIn(boolean ofSource, List<Range> ranges) implements Condition {
        public PortIn {
            ranges = List.copyOf(ranges);
        }

        @Override
        public boolean test(Occurrence occurrence) {
            int port = ofSource
                    ? occurrence.event().origin().sourcePort()
                    : occurrence.event() instanceof NetworkFlow flow ? flow.destinationPort() : 0;
            for (int i = 0; port > 0 && i < ranges.size(); i++) {
                if (ranges.get(i).contains(port)) {
                    return true;
                }
            }
            return false;
        }
    }
}
