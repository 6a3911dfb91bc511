package io.selfheal.node;

import java.io.Console;
import java.util.Locale;

/** What standard output is. */
public final class Terminal {
    private Terminal() {}

    /** Whether a person looks at standard output through a terminal that understands control sequences. */
    @SuppressWarnings("SystemConsoleNull") // JDK 25 still gives null when the output is a pipe
    public static boolean isPresent() {
        Console console = System.console();
        String kind = System.getenv("TERM");
        return console != null
                && console.isTerminal()
                && kind != null
                && !kind.toLowerCase(Locale.ROOT).equals("dumb");
    }
}
