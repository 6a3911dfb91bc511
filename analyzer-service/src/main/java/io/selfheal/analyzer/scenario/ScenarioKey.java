package io.selfheal.analyzer.scenario;

import io.selfheal.analyzer.profile.Neighbourhood;
import io.selfheal.analyzer.profile.SubjectKey;
import io.selfheal.schemas.assess.Subject;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.net.IpAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose events a scenario counts together: those of one source, user, network, range of networks, host, of the whole
 * fleet, or of a combination such as a user on a host.
 *
 * @param parts at least one, no two alike; the first is whom an assessment is about
 */
public record ScenarioKey(List<Part> parts) {
    public static final ScenarioKey SOURCE = new ScenarioKey(List.of(Part.SOURCE));
    private static final String NETWORK_KEYS = SubjectKey.of(Subject.Kind.NETWORK, "");
    private static final String FLEET_KEY = SubjectKey.of(Subject.Kind.FLEET, "all");

    /** What can be a key, or a part of one. */
    public enum Part {
        SOURCE(0, Subject.Kind.SOURCE),
        USER(1, Subject.Kind.USER),
        NETWORK(2, Subject.Kind.NETWORK),
        /** The wider network around a network; {@link Neighbourhood#rangeOf}. */
        RANGE(3, Subject.Kind.NETWORK),
        HOST(4, Subject.Kind.HOST),
        FLEET(5, Subject.Kind.FLEET);

        private final int slot;
        private final Subject.Kind kind;

        Part(int slot, Subject.Kind kind) {
            this.slot = slot;
            this.kind = kind;
        }

        /** A number for each, from 0. */
        int slot() {
            return slot;
        }

        Subject.Kind kind() {
            return kind;
        }

        /** The part that a profile of one part is of. */
        static Part of(Subject subject) {
            return switch (subject.kind()) {
                case SOURCE -> SOURCE;
                case USER -> USER;
                case NETWORK -> Neighbourhood.isRange(subject.value()) ? RANGE : NETWORK;
                case HOST -> HOST;
                case FLEET -> FLEET;
            };
        }
    }

    public ScenarioKey {
        if (parts.isEmpty() || new HashSet<>(parts).size() != parts.size()) {
            throw new IllegalArgumentException("key " + parts + "; allowed: one kind of subject, or different ones");
        }
        parts = List.copyOf(parts);
    }

    /** Whether it is the plain source, whose profile sees every event. */
    public boolean isSource() {
        return parts.size() == 1 && parts.getFirst() == Part.SOURCE;
    }

    /** Whether it combines several kinds of subjects. */
    boolean isComposite() {
        return parts.size() > 1;
    }

    /** The key of the group's profile; null when the event lacks a part of it. Each part is made once. */
    @Nullable
    String of(Parts made) {
        if (parts.size() == 1) {
            return made.of(parts.getFirst());
        }
        List<String> texts = new ArrayList<>(parts.size());
        for (Part part : parts) {
            String text = made.of(part);
            if (text == null) {
                return null;
            }
            texts.add(text);
        }
        return SubjectKey.of(texts);
    }

    /** The network's key that members of it are counted under; null where networks are not judged. */
    public static @Nullable String ofNetwork(IpAddress source) {
        return key(Neighbourhood.of(source));
    }

    /** The key of the range around the network; null where networks are not judged. */
    static @Nullable String ofRange(IpAddress source) {
        return key(Neighbourhood.rangeOf(source));
    }

    private static @Nullable String key(@Nullable Cidr network) {
        return network == null ? null : SubjectKey.of(Subject.Kind.NETWORK, network.toString());
    }

    /** Whether it is the key of a range. */
    public static boolean isRange(String key) {
        return key.startsWith(NETWORK_KEYS) && Neighbourhood.isRange(key) && !SubjectKey.isComposite(key);
    }

    /** The parts that keys can have of one event. */
    static final class Parts {
        private final Occurrence occurrence;
        private final KeyTexts texts;
        private final @Nullable String[] made = new String[Part.values().length];

        Parts(Occurrence occurrence, KeyTexts texts) {
            this.occurrence = occurrence;
            this.texts = texts;
        }

        @Nullable
        String of(Part part) {
            String known = made[part.slot()];
            if (known == null) {
                known = text(part, occurrence, texts);
                made[part.slot()] = known;
            }
            return known;
        }
    }

    private static @Nullable String text(Part part, Occurrence occurrence, KeyTexts texts) {
        IpAddress source = occurrence.event().source();
        String user = occurrence.event().user();
        return switch (part) {
            case SOURCE -> source == null ? null : SubjectKey.of(part.kind(), source.toString());
            case NETWORK -> source == null ? null : texts.ofNetwork(source);
            case RANGE -> source == null ? null : texts.ofRange(source);
            case USER -> user == null || user.isBlank() ? null : texts.ofUser(user);
            case HOST -> texts.ofHost(occurrence.event().origin().host());
            case FLEET -> FLEET_KEY;
        };
    }
}
