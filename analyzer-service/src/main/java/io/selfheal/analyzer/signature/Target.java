package io.selfheal.analyzer.signature;

/** Where in a request a signature looks. */
public enum Target {
    PATH(1),
    QUERY(2),
    REFERRER(4),
    AGENT(8);

    final int bit;

    Target(int bit) {
        this.bit = bit;
    }
}
