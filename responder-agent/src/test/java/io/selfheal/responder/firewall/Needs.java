package io.selfheal.responder.firewall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Programs of the system that a test cannot do without. */
final class Needs {
    private Needs() {}

    /** Skips the test where one is missing, unless {@code -Dselfheal.lab=required}. */
    static void programs(String... names) {
        List<String> missing = List.of(names).stream()
                .filter(name -> !Files.isExecutable(Path.of("/usr/sbin", name)))
                .toList();
        if ("required".equals(System.getProperty("selfheal.lab"))) {
            assertThat(missing).as("programs the lab needs").isEmpty();
        }
        assumeThat(missing).as("missing programs").isEmpty();
    }
}
