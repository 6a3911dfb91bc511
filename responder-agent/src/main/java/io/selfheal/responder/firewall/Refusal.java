package io.selfheal.responder.firewall;

import io.selfheal.responder.program.ExternalProgram.Run;
import io.selfheal.schemas.text.Excerpt;

/** What a program said when it refused. */
public final class Refusal {
    private static final int QUOTED = 300;

    private Refusal() {}

    /** @param what the program was to do, for example {@code "ipset refused to change the firewall"} */
    public static FirewallException of(String what, Run<?> run) {
        String first =
                run.errors().lines().filter(line -> !line.isBlank()).findFirst().orElse("no message");
        return new FirewallException(what + ": " + Excerpt.of(first, QUOTED) + " (exit status " + run.exit() + ")");
    }
}
