package io.selfheal.collector.parse.rule;

import io.selfheal.schemas.rules.RulePlace;

/** A rule file is wrong; the message names file, line, column, the value and what is allowed. */
public final class RuleFileException extends RuntimeException {
    private final RulePlace place;

    RuleFileException(RulePlace place, String what) {
        super(place + ": " + what);
        this.place = place;
    }

    /** Where it is wrong. */
    public RulePlace place() {
        return place;
    }
}
