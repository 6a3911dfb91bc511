package io.selfheal.responder.firewall;

import io.selfheal.responder.program.ExternalProgram;
import io.selfheal.responder.program.ExternalProgram.Input;
import io.selfheal.responder.program.ExternalProgram.Output;
import io.selfheal.responder.program.ExternalProgram.Run;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;

/**
 * The system's programs by their names.
 *
 * @param programs gives the program of a name
 */
public record ProgramFolder(Function<String, ExternalProgram> programs) {

    /** Runs one and gives what it printed. */
    public Run<String> run(String name, List<String> arguments, Input input) throws FirewallException {
        try {
            return programs.apply(name).run(arguments, input);
        } catch (IOException e) {
            throw new FirewallException("cannot run " + name + ": " + e.getMessage(), e);
        }
    }

    /** Runs one and reads what it prints while it prints it. */
    public <T> Run<T> run(String name, List<String> arguments, Input input, Output<T> output) throws FirewallException {
        try {
            return programs.apply(name).run(arguments, input, output);
        } catch (IOException e) {
            throw new FirewallException("cannot run " + name + ": " + e.getMessage(), e);
        }
    }

    /** Runs one that must succeed. */
    public String must(String name, List<String> arguments) throws FirewallException {
        Run<String> run = run(name, arguments, Input.NONE);
        if (!run.succeeded()) {
            throw Refusal.of(name + " " + String.join(" ", arguments) + " failed", run);
        }
        return run.output();
    }
}
