package io.selfheal.agent.log;

import java.util.ArrayList;
import java.util.List;

/** What an exception says, for people: a client that cannot be made says why only in its cause. */
public final class Reason {
    private static final int DEEPEST = 4;

    private Reason() {}

    /** Its message, and those of its causes that say something else; the name of its class if it has none. */
    public static String of(Throwable thrown) {
        List<String> said = new ArrayList<>();
        Throwable one = thrown;
        for (int depth = 0; one != null && depth < DEEPEST; depth++) {
            String message = one.getMessage() == null ? one.getClass().getSimpleName() : one.getMessage();
            if (said.stream().noneMatch(before -> before.contains(message))) {
                said.add(message);
            }
            one = one.getCause();
        }
        return String.join(": ", said);
    }
}
