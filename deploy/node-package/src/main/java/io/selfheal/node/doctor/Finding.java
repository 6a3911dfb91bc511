package io.selfheal.node.doctor;

import java.util.Locale;

/**
 * One thing that was looked at.
 *
 * @param about in one word: config, service, source, kafka, firewall, clock, disk …
 * @param what how it stands; may hold text of files and of others
 * @param mend what to do about it; empty where nothing is to be done
 */
public record Finding(State state, String about, String what, String mend) {

    /** How it stands. Only {@code WRONG} makes the command fail. */
    public enum State {
        OK,
        NOTE,
        WARNING,
        WRONG;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Finding ok(String about, String what) {
        return new Finding(State.OK, about, what, "");
    }

    static Finding note(String about, String what, String mend) {
        return new Finding(State.NOTE, about, what, mend);
    }

    static Finding warning(String about, String what, String mend) {
        return new Finding(State.WARNING, about, what, mend);
    }

    static Finding wrong(String about, String what, String mend) {
        return new Finding(State.WRONG, about, what, mend);
    }
}
