package io.selfheal.analyzer.profile;

/** What a profile counts the different values of. The slot is the place in the stored form: never reuse one. */
public enum Trait {
    USERS(0),
    PATHS(1),
    AGENTS(2),
    PORTS(3),
    HOSTS(4);

    static final int SLOTS = 5;

    final int slot;

    Trait(int slot) {
        this.slot = slot;
    }
}
