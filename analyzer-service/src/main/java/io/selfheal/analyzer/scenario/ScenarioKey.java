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
 * Whose events a scenario counts together: those of one source, user, network, host, of the whole fleet, or of a
 * combination such as a user on a host.
 *
 * @param parts at least one, no two alike; the first is whom an assessment is about
 */
public record ScenarioKey(List<Subject.Kind> parts) {
    public static final ScenarioKey SOURCE = new ScenarioKey(List.of(Subject.Kind.SOURCE));
    static final int KINDS = 5;
    private static final String FLEET_KEY = SubjectKey.of(Subject.Kind.FLEET, "all");

    public ScenarioKey {
        if (parts.isEmpty() || new HashSet<>(parts).size() != parts.size()) {
            throw new IllegalArgumentException("key " + parts + "; allowed: one kind of subject, or different ones");
        }
        parts = List.copyOf(parts);
    }

    /** Whether it is the plain source, whose profile sees every event. */
    public boolean isSource() {
        return parts.size() == 1 && parts.getFirst() == Subject.Kind.SOURCE;
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
        for (Subject.Kind kind : parts) {
            String text = made.of(kind);
            if (text == null) {
                return null;
            }
            texts.add(text);
        }
        return SubjectKey.of(texts);
    }

    /** The network's key that members of it are counted under; null where networks are not judged. */
    public static @Nullable String ofNetwork(IpAddress source) {
        Cidr network = Neighbourhood.of(source);
        return network == null ? null : SubjectKey.of(Subject.Kind.NETWORK, network.toString());
    }

    /** The parts that keys can have of one event. */
    static final class Parts {
        private final Occurrence occurrence;
        private final KeyTexts texts;
        private final @Nullable String[] made = new String[KINDS];

        Parts(Occurrence occurrence, KeyTexts texts) {
            this.occurrence = occurrence;
            this.texts = texts;
        }

        @Nullable
        String of(Subject.Kind kind) {
            String known = made[slot(kind)];
            if (known == null) {
                known = part(kind, occurrence, texts);
                made[slot(kind)] = known;
            }
            return known;
        }
    }

    /** A number for each kind, from 0. */
    static int slot(Subject.Kind kind) {
        return switch (kind) {
            case SOURCE -> 0;
            case USER -> 1;
            case NETWORK -> 2;
            case HOST -> 3;
            case FLEET -> 4;
        };
    }

    private static @Nullable String part(Subject.Kind kind, Occurrence occurrence, KeyTexts texts) {
        IpAddress source = occurrence.event().source();
        String user = occurrence.event().user();
        return switch (kind) {
            case SOURCE -> source == null ? null : SubjectKey.of(kind, source.toString());
            case NETWORK -> source == null ? null : texts.ofNetwork(source);
            case USER -> user == null || user.isBlank() ? null : texts.ofUser(user);
            case HOST -> texts.ofHost(occurrence.event().origin().host());
            case FLEET -> FLEET_KEY;
        };
    }
}
