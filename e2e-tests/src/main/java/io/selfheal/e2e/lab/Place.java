package io.selfheal.e2e.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Somewhere in the laboratory where programs run. */
public sealed interface Place permits Namespace, Machine {

    /** The lab run whose end ends everything started here. */
    LabRun labRun();

    /** The arguments that put a program here; the program follows them and replaces them as a process. */
    List<String> entering();

    /** The address in the laboratory's own network, {@code 10.203.x.n}. */
    String ipv4();

    /** The address in the laboratory's own network, {@code fd00:…::n}. */
    String ipv6();

    /** The argument vector that runs {@code argv} here. */
    default List<String> enter(List<String> argv) {
        List<String> whole = new ArrayList<>(entering());
        whole.addAll(argv);
        return List.copyOf(whole);
    }

    /** Runs a program here to its end. */
    default Finished run(List<String> argv, Duration limit) {
        return Program.run(enter(argv), limit);
    }

    /** Runs a program here to its end with {@code input} on its standard input. */
    default Finished run(List<String> argv, String input, Duration limit) {
        return Program.run(enter(argv), input, limit);
    }

    /** Starts a program here; it ends with the lab at the latest. The name is for messages only. */
    default Running start(String name, List<String> argv) {
        return labRun().start(name, enter(argv));
    }

    /** Loads an nft script here, e.g. a drop rule that stands for a responder. */
    default void nft(String script) {
        run(List.of("nft", "-f", "-"), script, Duration.ofSeconds(10)).orThrow();
    }
}
