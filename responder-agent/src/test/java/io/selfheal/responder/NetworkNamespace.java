package io.selfheal.responder;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.selfheal.responder.program.ExternalProgram;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A network namespace of the test's own, with a firewall of its own; gone when the test is done. */
public final class NetworkNamespace implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final ExternalProgram IP = new ExternalProgram(List.of("ip"), Duration.ofSeconds(10));

    private final String name;

    private NetworkNamespace(String name) {
        this.name = name;
    }

    /** Skips the test where no namespace can be made, unless {@code -Dselfheal.lab=required}. */
    public static NetworkNamespace make() {
        String name = "shr-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
        boolean required = "required".equals(System.getProperty("selfheal.lab"));
        try {
            ExternalProgram.Run<String> run = IP.run(List.of("netns", "add", name), ExternalProgram.Input.NONE);
            if (!run.succeeded()) {
                throw new IOException(run.errors());
            }
            return new NetworkNamespace(name);
        } catch (IOException e) {
            if (required) {
                throw new AssertionError("the lab is required, but no network namespace can be made", e);
            }
            assumeThat(e).as("network namespaces need root and iproute2").isNull();
            throw new AssertionError(e);
        }
    }

    /** The command that runs inside. */
    public List<String> inside(String... command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name));
        all.addAll(List.of(command));
        return all;
    }

    public ExternalProgram program(String... command) {
        return new ExternalProgram(inside(command), Duration.ofSeconds(30));
    }

    @Override
    public void close() throws IOException {
        IP.run(List.of("netns", "del", name), ExternalProgram.Input.NONE);
    }
}
