package io.selfheal.analyzer.signature;

/** Where in a request a signature looks. */
public enum Target {
    PATH(1, 4096),
    QUERY(2, 8192),
    REFERRER(4, 4096),
    AGENT(8, 1024);

    final int bit;
    /** Characters that are looked at: of a longer text the beginning and the end. */
    final int longest;

    Target(int bit, int longest) {
        this.bit = bit;
        this.longest = longest;
    }
}
