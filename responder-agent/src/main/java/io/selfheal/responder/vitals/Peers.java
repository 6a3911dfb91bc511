package io.selfheal.responder.vitals;

import io.selfheal.responder.program.ExternalProgram;
import io.selfheal.responder.vitals.Connections.Connection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The addresses with the most open connections to this host, for people who look for where traffic goes. */
public final class Peers implements Supplier<String> {
    private static final int MOST = 5;

    private final Connections connections;

    /** @param root {@code /} */
    public Peers(Path root) {
        this(new Connections(new ExternalProgram(List.of("/usr/bin/ss"), Duration.ofSeconds(5)), root));
    }

    Peers(Connections connections) {
        this.connections = connections;
    }

    /** Why there are none, where ss cannot be asked. */
    @Override
    public String get() {
        try {
            return most(connections.look());
        } catch (IOException e) {
            return "not known: " + e.getMessage();
        }
    }

    static String most(List<Connection> all) {
        Map<String, Long> counts = all.stream()
                .filter(each -> each.state().equals("established"))
                .map(each -> each.remote().address())
                .filter(Objects::nonNull)
                .collect(Collectors.groupingBy(Object::toString, Collectors.counting()));
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST)
                .map(each -> each.getKey() + " ×" + each.getValue())
                .collect(Collectors.joining(", "));
    }
}
