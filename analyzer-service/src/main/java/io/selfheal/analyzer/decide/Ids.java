package io.selfheal.analyzer.decide;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Deterministic ids: the same events give the same ids, so a replay can be laid beside what happened. */
public final class Ids {
    private static final int BYTES = 16;

    private Ids() {}

    /** 128 bits of SHA-256 over the parts, in hexadecimal. */
    public static String of(String kind, String... parts) {
        MessageDigest digest = sha256();
        digest.update(kind.getBytes(StandardCharsets.UTF_8));
        for (String part : parts) {
            digest.update((byte) 0);
            digest.update(part.getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
