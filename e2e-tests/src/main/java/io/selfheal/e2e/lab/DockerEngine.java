package io.selfheal.e2e.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A container engine: the machine's own when one answers, otherwise a private dockerd without any network of its own,
 * whose socket lies in the run's directory and which ends with the run. Its data stays where its {@link EngineTurn} says.
 */
final class DockerEngine implements AutoCloseable {
    static final String SYSTEM = "unix:///var/run/docker.sock";
    static final String SOCKET = "docker.sock";
    static final String USED_SYSTEM_ENGINE = "system-engine";

    /** The label that ties a container to its lab run. */
    static final String LABEL = "io.selfheal.lab";

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final String address;
    private final EngineTurn turn;

    private DockerEngine(String address, EngineTurn turn) {
        this.address = address;
        this.turn = turn;
    }

    static DockerEngine open(LabRun run) {
        EngineTurn turn = EngineTurn.await();
        try {
            if (answers(SYSTEM)) {
                run.write(USED_SYSTEM_ENGINE, "");
                return run.own(new DockerEngine(SYSTEM, turn));
            }
            // Owned before dockerd starts, hence closed after it ended: the next lab must not meet its remains.
            DockerEngine engine =
                    run.own(new DockerEngine("unix://" + run.directory().resolve(SOCKET), turn));
            startPrivate(run, engine.address, turn.data());
            return engine;
        } catch (RuntimeException e) {
            turn.close();
            throw e;
        }
    }

    /** Runs {@code docker} with these arguments. */
    Finished docker(List<String> arguments, Duration limit) {
        return Program.run(argv(address, arguments), limit);
    }

    Finished docker(String... arguments) {
        return docker(List.of(arguments), LIMIT);
    }

    @Override
    public void close() {
        turn.close();
    }

    /** Removes every container of one lab run; an engine that does not answer has none that run. */
    static void removeContainers(String address, String runName) {
        List<String> ids = Program.run(
                        argv(address, List.of("ps", "-aq", "--filter", "label=" + LABEL + "=" + runName)), LIMIT)
                .lines();
        for (String id : ids) {
            if (id.matches("[0-9a-f]+")) {
                Program.run(argv(address, List.of("rm", "-f", "-v", id)), LIMIT);
            }
        }
    }

    private static void startPrivate(LabRun run, String address, Path data) {
        Path directory = run.directory();
        Running dockerd = run.start(
                "dockerd",
                List.of(
                        "dockerd",
                        "--host",
                        address,
                        "--data-root",
                        data.toString(),
                        "--exec-root",
                        directory.resolve("docker-exec").toString(),
                        "--pidfile",
                        directory.resolve("docker.pid").toString(),
                        "--bridge=none",
                        "--iptables=false",
                        "--ip6tables=false"));
        Waiting.until(
                "dockerd",
                Duration.ofSeconds(40),
                () -> {
                    if (!dockerd.alive()) {
                        throw new LabException("dockerd ended: " + dockerd.tail());
                    }
                    return Files.exists(directory.resolve(SOCKET)) && answers(address);
                },
                dockerd::tail);
    }

    private static boolean answers(String address) {
        return Program.run(argv(address, List.of("info", "--format", "{{.ServerVersion}}")), Duration.ofSeconds(10))
                .ok();
    }

    private static List<String> argv(String address, List<String> arguments) {
        List<String> argv = new ArrayList<>(List.of("docker", "--host", address));
        argv.addAll(arguments);
        return argv;
    }
}
