package io.selfheal.responder.firewall.ufw;

import io.selfheal.responder.firewall.FirewallException;
import io.selfheal.responder.firewall.ProgramFolder;
import io.selfheal.responder.firewall.Refusal;
import io.selfheal.responder.program.ExternalProgram.Input;
import io.selfheal.responder.program.ExternalProgram.Run;
import java.util.List;

/** Runs the program ufw, which does anything only for root. */
@FunctionalInterface
public interface Ufw {
    /**
     * One run of it.
     *
     * @throws FirewallException if it cannot be run
     */
    Run<String> run(List<String> arguments) throws FirewallException;

    /** For a process that is root. */
    static Ufw in(ProgramFolder programs) {
        return arguments -> programs.run("ufw", arguments, Input.NONE);
    }

    /** One that has to succeed; what it printed. */
    default String must(List<String> arguments) throws FirewallException {
        Run<String> run = run(arguments);
        if (!run.succeeded()) {
            throw Refusal.of("ufw " + String.join(" ", arguments) + " failed", run);
        }
        return run.output();
    }
}
