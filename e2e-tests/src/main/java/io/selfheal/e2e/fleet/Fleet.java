package io.selfheal.e2e.fleet;

import io.selfheal.e2e.lab.Finished;
import io.selfheal.e2e.lab.LabException;
import io.selfheal.e2e.lab.Machine;
import io.selfheal.e2e.lab.Running;
import io.selfheal.schemas.topic.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Broker, analyzer, collector and responder on one machine of the laboratory, each a process of its own that may be
 * killed, all on the machine's loopback. Nothing is started by making the fleet. It ends with the lab.
 *
 * <p>The responder acts for real: inside the machine's network namespace, and only there.
 */
public final class Fleet {
    private static final int KAFKA_PORT = 9092;
    static final int HTTP_PORT = 8481;
    private static final int PARTITIONS = 2;
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Machine machine;
    private final Installation installation;
    private final Path directory;
    private final Member broker;
    private final Member analyzer;
    private final Member collector;
    private final Member responder;

    private Fleet(
            Machine machine,
            Installation installation,
            Path directory,
            List<String> analyzer,
            Predicate<Running> analyzerReady) {
        this.machine = machine;
        this.installation = installation;
        this.directory = directory;
        this.broker = member(
                "broker",
                installation.broker(directory.resolve("kafka"), KAFKA_PORT, PARTITIONS),
                running -> running.tail().contains("broker ready on"));
        this.analyzer = member("analyzer", analyzer, analyzerReady);
        this.collector = member(
                "collector",
                installation.collector(write("collector.yaml", NodeFiles.collector(directory, bootstrap()))),
                Running::alive);
        this.responder = member(
                "responder",
                installation.responder(write("responder.yaml", NodeFiles.responder(directory, bootstrap()))),
                running -> command("status").output().contains("running on"));
    }

    /** A fleet with the analyzer service as it is deployed. */
    public static Fleet on(Machine machine, Installation installation) {
        Path directory = directoryOn(machine);
        return new Fleet(
                machine,
                installation,
                directory,
                installation.analyzer(List.of(
                        "-Dkafka.bootstrap.servers=" + bootstrap(),
                        "-Dselfheal.state-dir=" + directory.resolve("streams"),
                        "-Dquarkus.http.host=127.0.0.1",
                        "-Dquarkus.http.port=" + HTTP_PORT,
                        "-Dquarkus.log.console.json.enabled=false")),
                running -> isHealthy(machine));
    }

    /**
     * A fleet with another program as its analyzer.
     *
     * @param analyzer its command line, made from the directory for its state
     * @param readyText what it prints when it is ready
     */
    public static Fleet withAnalyzer(
            Machine machine, Installation installation, Function<Path, List<String>> analyzer, String readyText) {
        Path directory = directoryOn(machine);
        return new Fleet(
                machine,
                installation,
                directory,
                analyzer.apply(directory.resolve("streams")),
                running -> running.tail().contains(readyText));
    }

    public static String bootstrap() {
        return "127.0.0.1:" + KAFKA_PORT;
    }

    public Member broker() {
        return broker;
    }

    public Member analyzer() {
        return analyzer;
    }

    public Member collector() {
        return collector;
    }

    public Member responder() {
        return responder;
    }

    /** Starts everything and waits until it is ready. */
    public Fleet startAll() {
        broker.start().awaitReady(SOON.multipliedBy(3));
        for (Member member : List.of(analyzer, collector, responder)) {
            member.start();
        }
        for (Member member : List.of(analyzer, collector, responder)) {
            member.awaitReady(SOON.multipliedBy(3));
        }
        return this;
    }

    /** The selfheal command on the node, as an administrator calls it. */
    public Finished command(String... arguments) {
        return machine.run(installation.command(arguments), SOON);
    }

    /** Every value on a topic at this moment. */
    public <T> List<T> records(Topic<T> topic) {
        return Records.of(topic, machine.netns(), bootstrap());
    }

    /** What every process printed, for a test that failed. */
    public String output() {
        return List.of(broker, analyzer, collector, responder).stream()
                .map(member -> "=== " + member.name() + "\n" + member.output().strip() + "\n")
                .collect(Collectors.joining());
    }

    private Member member(String name, List<String> argv, Predicate<Running> ready) {
        return new Member(name, machine, argv, ready);
    }

    static boolean isHealthy(Machine machine) {
        return machine.run(
                        List.of(
                                "curl",
                                "-sf",
                                "-m",
                                "2",
                                "--noproxy",
                                "*",
                                "http://127.0.0.1:" + HTTP_PORT + "/q/health/ready"),
                        SOON)
                .ok();
    }

    private static Path directoryOn(Machine machine) {
        try {
            machine.run(List.of("mkdir", "-p", "/run/selfheal"), SOON).orThrow();
            return Files.createDirectories(machine.labRun().directory().resolve("fleet"));
        } catch (IOException e) {
            throw new LabException("cannot make the fleet's directory", e);
        }
    }

    private Path write(String name, String content) {
        try {
            return Files.writeString(directory.resolve(name), content);
        } catch (IOException e) {
            throw new LabException("cannot write " + name, e);
        }
    }
}
