package io.selfheal.schemas.decide;

/**
 * Where a decision holds: the whole fleet, a group of hosts, or one host.
 *
 * @param kind how wide
 * @param name the group's or host's name; empty for the fleet
 */
public record Scope(Kind kind, String name) {
    public static final Scope FLEET = new Scope(Kind.FLEET, "");

    /** How wide a scope is. */
    public enum Kind {
        FLEET,
        GROUP,
        HOST
    }

    public Scope {
        if ((kind == Kind.FLEET) != name.isEmpty()) {
            throw new IllegalArgumentException("a scope of a group or host needs a name, the fleet has none");
        }
    }

    public static Scope group(String name) {
        return new Scope(Kind.GROUP, name);
    }

    public static Scope host(String name) {
        return new Scope(Kind.HOST, name);
    }

    /**
     * Parses {@code fleet}, {@code group:NAME} or {@code host:NAME}.
     *
     * @throws IllegalArgumentException naming the text and what is allowed
     */
    public static Scope parse(String text) {
        if (text.equals("fleet")) {
            return FLEET;
        }
        if (text.startsWith("group:")) {
            return group(text.substring("group:".length()));
        }
        if (text.startsWith("host:")) {
            return host(text.substring("host:".length()));
        }
        throw new IllegalArgumentException("'" + text + "' is no scope; allowed: fleet, group:NAME, host:NAME");
    }

    @Override
    public String toString() {
        return switch (kind) {
            case FLEET -> "fleet";
            case GROUP -> "group:" + name;
            case HOST -> "host:" + name;
        };
    }
}
