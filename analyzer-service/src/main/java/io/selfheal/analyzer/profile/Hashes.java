package io.selfheal.analyzer.profile;

/** Hashes for sets of seen things; not for keys that an attacker must not collide. */
public final class Hashes {
    private Hashes() {}

    /** A text's 32 bits; the JDK's hash is vectorised, the mixing makes its high bits useful. */
    public static int of(String text) {
        return mix(text.hashCode());
    }

    /** The finaliser of MurmurHash3. */
    public static int mix(int hash) {
        int h = hash;
        h = (h ^ (h >>> 16)) * 0x85EBCA6B;
        h = (h ^ (h >>> 13)) * 0xC2B2AE35;
        return h ^ (h >>> 16);
    }

    /** 64 well-mixed bits of an event's id, for the dedupe: any 32 of them are as good as any others. */
    public static long ofId(String id) {
        long h = id.length();
        for (int i = 0; i < id.length(); i++) {
            h = (h ^ id.charAt(i)) * 0x9FB21C651E98DF25L;
            h ^= h >>> 29;
        }
        h = (h ^ (h >>> 33)) * 0xFF51AFD7ED558CCDL;
        return h ^ (h >>> 33);
    }
}
