package io.selfheal.analyzer.signature;

import org.jspecify.annotations.Nullable;

/**
 * Remembers what texts were found to be: the same agents, referrers and URLs come again and again, and a look here
 * costs a tenth of a search. Direct-mapped, so an attacker can only push entries out; texts above
 * {@value #MAX_TEXT} characters are not kept, which bounds the memory.
 */
final class HitCache {
    private static final int MAX_TEXT = 256;

    private final @Nullable String[] texts;
    private final SignatureHit[][] hits;

    /** @param size a power of two */
    HitCache(int size) {
        texts = new String[size];
        hits = new SignatureHit[size][];
    }

    /** What was found in this text before; null when it is not known. */
    SignatureHit @Nullable [] find(String text) {
        int slot = slot(text);
        return text.equals(texts[slot]) ? hits[slot] : null;
    }

    void keep(String text, SignatureHit[] found) {
        if (text.length() <= MAX_TEXT) {
            int slot = slot(text);
            texts[slot] = text;
            hits[slot] = found;
        }
    }

    private int slot(String text) {
        int hash = text.hashCode();
        return (hash ^ hash >>> 15) & (texts.length - 1);
    }
}
