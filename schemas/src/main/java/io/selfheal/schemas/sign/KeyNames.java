package io.selfheal.schemas.sign;

import io.selfheal.schemas.text.Excerpt;
import java.security.Key;
import java.util.regex.Pattern;

/** Names of signing keys: plain words, since they stand in headers, configuration and file names. */
final class KeyNames {
    private static final Pattern ALLOWED = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    private KeyNames() {}

    static boolean isAllowed(String name) {
        return ALLOWED.matcher(name).matches();
    }

    static String checked(String name) {
        if (!isAllowed(name)) {
            throw new IllegalArgumentException("'" + Excerpt.of(name, 64)
                    + "' is no key name; allowed: 1 to 64 of a-z, 0-9, dot, dash and underscore");
        }
        return name;
    }

    static boolean isEd25519(Key key) {
        return key.getAlgorithm().equals("EdDSA") || key.getAlgorithm().equals("Ed25519");
    }
}
