package io.selfheal.analyzer.profile;

import io.selfheal.schemas.assess.Subject;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.net.IpAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keys of the profiles of groups: {@code user/anna}, {@code network/203.0.113.0/24}, {@code host/web1},
 * {@code fleet/all}; the parts of a composite stand behind each other with a character between them that no value can
 * hold. Values are hostile text: control characters are replaced, long ones are cut and carry their hash.
 */
public final class SubjectKey {
    /** Longest value of a part, in characters. */
    public static final int MAX_VALUE = 128;

    private static final char BETWEEN = '\u001f';
    private static final int HASH_CHARS = 9;
    private static final Map<String, Subject.Kind> KINDS = Arrays.stream(Subject.Kind.values())
            .collect(Collectors.toUnmodifiableMap(SubjectKey::prefix, Function.identity()));

    private SubjectKey() {}

    /** An account's name in lower case: mail servers, directories and Windows take Anna, ANNA and anna for one account. */
    public static String account(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** The key of one part. */
    public static String of(Subject.Kind kind, String value) {
        return prefix(kind) + '/' + clean(value);
    }

    /** The key of several parts, in this order. */
    public static String of(List<String> parts) {
        return String.join(String.valueOf(BETWEEN), parts);
    }

    /** Whom a key is about: an address, a network, the first part of a group's key, or else a host. */
    static Subject subjectOf(String key, @Nullable IpAddress address, @Nullable Cidr network) {
        if (address != null || network != null) {
            return new Subject(address != null ? Subject.Kind.SOURCE : Subject.Kind.NETWORK, key);
        }
        int slash = key.indexOf('/');
        Subject.Kind kind = slash < 0 ? null : KINDS.get(key.substring(0, slash));
        if (kind == null) {
            return new Subject(Subject.Kind.HOST, key);
        }
        int end = key.indexOf(BETWEEN);
        return new Subject(kind, key.substring(slash + 1, end < 0 ? key.length() : end));
    }

    /** Whether the key has several parts. */
    public static boolean isComposite(String key) {
        return key.indexOf(BETWEEN) >= 0;
    }

    private static String prefix(Subject.Kind kind) {
        return switch (kind) {
            case SOURCE -> "source";
            case USER -> "user";
            case NETWORK -> "network";
            case HOST -> "host";
            case FLEET -> "fleet";
        };
    }

    private static String clean(String value) {
        String text = value;
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                text = text.replace(text.charAt(i), '?');
            }
        }
        if (text.length() <= MAX_VALUE) {
            return text;
        }
        int end = MAX_VALUE - HASH_CHARS;
        int cut = Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
        return text.substring(0, cut) + "#" + Integer.toHexString(Hashes.of(text));
    }
}
