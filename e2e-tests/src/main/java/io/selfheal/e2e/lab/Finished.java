package io.selfheal.e2e.lab;

import java.util.List;

/**
 * A program that ran and ended, or was ended because its time was up.
 *
 * @param argv what was run
 * @param exit its exit status; 128 and the signal's number when a signal ended it
 * @param output standard output and standard error together, as they came, at most {@link Program#OUTPUT_LIMIT} bytes
 * @param timedOut whether it was killed at its time limit
 */
public record Finished(List<String> argv, int exit, String output, boolean timedOut) {

    public Finished {
        argv = List.copyOf(argv);
    }

    public boolean ok() {
        return exit == 0 && !timedOut;
    }

    /** This, when the program ended with status 0; otherwise an exception that shows the command and its output. */
    public Finished orThrow() {
        if (!ok()) {
            throw new LabException(String.join(" ", argv)
                    + (timedOut ? ": killed at its time limit" : ": exit status " + exit) + ": " + output.strip());
        }
        return this;
    }

    public List<String> lines() {
        return output.lines().toList();
    }
}
