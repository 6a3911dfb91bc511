package io.selfheal.schemas.rules;

/** A rule file cannot be taken. */
public final class RuleRefusedException extends Exception {
    private final String file;

    /**
     * @param file whose fault it is
     * @param message with file, line and column where there are any, what is wrong and what is allowed
     */
    public RuleRefusedException(String file, String message) {
        super(message);
        this.file = file;
    }

    public RuleRefusal refusal() {
        return new RuleRefusal(file, String.valueOf(getMessage()));
    }
}
