package io.selfheal.responder.backup;

import io.selfheal.host.libc.ExtendedAttributes;
import io.selfheal.host.libc.HeldPath;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of extended attributes, by name: POSIX ACLs (acl(5)), capabilities (capabilities(7)) and what users gave a
 * file. Labels of SELinux are not: they are the policy's matter, see restorecon(8). In a tar they stand as libarchive
 * writes them, {@code LIBARCHIVE.xattr.NAME} with the value in Base64.
 */
final class Attributes {
    private static final String PAX = "LIBARCHIVE.xattr.";
    private static final Set<String> SYSTEMS =
            Set.of("system.posix_acl_access", "system.posix_acl_default", "security.capability");
    private static final String USERS = "user.";
    /** Bytes of what users gave one file: they can give it many times as much. */
    private static final int MOST = 64 << 10;

    /** A tar's further header without a value would say that there is none; a reader of Base64 ends at this. */
    private static final String NOTHING = "=";

    private Attributes() {}

    /** Whether an archive may hold it. */
    static boolean isKept(String name) {
        return SYSTEMS.contains(name)
                || (name.startsWith(USERS) && name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '=' && c != '%'));
    }

    /**
     * Those of one file or directory.
     *
     * @param note takes what is left out, and why, to be set behind the path
     * @return values in Base64 by name
     */
    static Map<String, String> of(HeldPath held, Consumer<String> note) throws IOException {
        Optional<List<String>> names = ExtendedAttributes.names(held);
        if (names.isPresent() && names.get().isEmpty()) {
            return Map.of();
        }
        Map<String, String> systems = new TreeMap<>();
        for (String name : SYSTEMS) {
            if (names.isEmpty() || names.get().contains(name)) {
                put(systems, name, ExtendedAttributes.get(held, name));
            }
        }
        Map<String, String> users = new TreeMap<>();
        long size = names.isEmpty() ? Long.MAX_VALUE : 0;
        for (String name : names.orElse(List.of())) {
            if (name.startsWith(USERS) && size <= MOST) {
                if (isKept(name)) {
                    put(users, name, ExtendedAttributes.get(held, name));
                    size += name.length() + value(users.getOrDefault(name, NOTHING)).length;
                } else {
                    note.accept("has an extended attribute whose name is no plain text, which was left out");
                }
            }
        }
        if (size > MOST) {
            note.accept("has more than " + (MOST >> 10) + " KiB of extended attributes; those of users were left out");
            return systems;
        }
        users.putAll(systems);
        return users;
    }

    private static void put(Map<String, String> all, String name, Optional<byte[]> value) {
        value.ifPresent(bytes -> all.put(name, text(bytes)));
    }

    private static String text(byte[] value) {
        return value.length == 0
                ? NOTHING
                : Base64.getEncoder().withoutPadding().encodeToString(value);
    }

    /** @throws IllegalArgumentException if the text is none of {@link #of} */
    static byte[] value(String text) {
        return text.equals(NOTHING) ? new byte[0] : Base64.getDecoder().decode(text);
    }

    /**
     * Gives a file these and no others of those that are kept: it may have got some from its directory's default ACL.
     *
     * @param note takes what could not be set, and why, to be set behind the path
     */
    static void give(HeldPath held, Map<String, String> wanted, Consumer<String> note) throws IOException {
        Map<String, String> has = of(held, ignored -> {});
        for (String name : has.keySet()) {
            if (!wanted.containsKey(name)) {
                trying(() -> ExtendedAttributes.remove(held, name), name, note);
            }
        }
        for (Map.Entry<String, String> one : wanted.entrySet()) {
            if (!one.getValue().equals(has.get(one.getKey()))) {
                byte[] value = value(one.getValue());
                trying(() -> ExtendedAttributes.set(held, one.getKey(), value), one.getKey(), note);
            }
        }
    }

    private interface Change {
        void make() throws IOException;
    }

    /** A file system without them is no reason to leave the rest undone. */
    private static void trying(Change change, String name, Consumer<String> note) {
        try {
            change.make();
        } catch (IOException e) {
            note.accept("did not get its " + name + ": " + e.getMessage());
        }
    }

    static String toPax(String name) {
        return PAX + name;
    }

    /** The attribute that a tar's further header is of; null if it is of something else. */
    static @Nullable String ofPax(String header) {
        return header.startsWith(PAX) ? header.substring(PAX.length()) : null;
    }
}
