package io.selfheal.analyzer.scenario;

import io.selfheal.analyzer.profile.SubjectKey;
import io.selfheal.schemas.assess.Subject;
import io.selfheal.schemas.net.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the keys of groups: the same accounts, hosts and networks are told of again and again, and to write a key
 * costs more than all that follows. Direct-mapped, so an attacker can only push entries out; 4 x {@value #SLOTS} keys,
 * which are bounded by themselves. For one thread.
 */
public final class KeyTexts {
    private static final int SLOTS = 1024;

    private final Named users = new Named(Subject.Kind.USER);
    private final Named hosts = new Named(Subject.Kind.HOST);
    private final @Nullable IpAddress[] sources = new IpAddress[SLOTS];
    private final @Nullable String[] networks = new String[SLOTS];
    private final @Nullable String[] ranges = new String[SLOTS];

    String ofUser(String name) {
        return users.of(name);
    }

    String ofHost(String name) {
        return hosts.of(name);
    }

    /** The key of the source's network; null where networks are not judged. */
    public @Nullable String ofNetwork(IpAddress source) {
        return networks[slotOf(source)];
    }

    /** The key of the range around the source's network; null where networks are not judged. */
    public @Nullable String ofRange(IpAddress source) {
        int slot = slotOf(source);
        String known = ranges[slot];
        if (known == null) {
            known = ScenarioKey.ofRange(source);
            ranges[slot] = known;
        }
        return known;
    }

    private int slotOf(IpAddress source) {
        int slot = slot(source.hashCode());
        if (!source.equals(sources[slot])) {
            networks[slot] = ScenarioKey.ofNetwork(source);
            ranges[slot] = null;
            sources[slot] = source;
        }
        return slot;
    }

    private static int slot(int hash) {
        return (hash * 0x9E3779B9) >>> 22;
    }

    /** Keys of one kind by what they name. */
    private static final class Named {
        private static final int LONGEST = 256;

        private final Subject.Kind kind;
        private final @Nullable String[] names = new String[SLOTS];
        private final @Nullable String[] keys = new String[SLOTS];

        Named(Subject.Kind kind) {
            this.kind = kind;
        }

        String of(String name) {
            int slot = slot(name.hashCode());
            String known = keys[slot];
            if (known != null && name.equals(names[slot])) {
                return known;
            }
            String key = SubjectKey.of(kind, kind == Subject.Kind.USER ? SubjectKey.account(name) : name);
            if (name.length() <= LONGEST) {
                names[slot] = name;
                keys[slot] = key;
            }
            return key;
        }
    }
}
