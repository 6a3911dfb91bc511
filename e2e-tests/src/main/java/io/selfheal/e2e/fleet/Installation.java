package io.selfheal.e2e.fleet;

import io.selfheal.e2e.lab.LabException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The built checkout: which command lines start what.
 *
 * @param home the checkout's folder
 * @param java the program {@code java}
 */
public record Installation(Path home, Path java) {
    /** The folder of the standalone's jars in a checkout; the agents and the command are in it too. */
    public static final Path STANDALONE = Path.of("deploy/standalone/target/quarkus-app");

    /** The class path of the node's package, with its logger; the build writes it. */
    private static final Path AGENTS = Path.of("deploy/node-package/target/agent.classpath");

    private static final Path FLAGS = Path.of("deploy/node-package/src/jvm");
    private static final Path ANALYZER = Path.of("analyzer-service/target/quarkus-app/quarkus-run.jar");
    private static final List<String> QUIET =
            List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

    /** The checkout that this program runs in. */
    public static Installation here() {
        String told = System.getProperty("selfheal.home");
        Path home = told != null ? Path.of(told) : Path.of("").toAbsolutePath();
        while (!Files.exists(home.resolve("mvnw"))) {
            home = home.getParent();
            if (home == null) {
                throw new LabException(
                        "not inside of a checkout: no mvnw above " + Path.of("").toAbsolutePath());
            }
        }
        return new Installation(home, Path.of(System.getProperty("java.home"), "bin/java"));
    }

    /** The selfheal command with these arguments. */
    public List<String> command(String... arguments) {
        return program(
                List.of("-XX:+UseSerialGC", "-Xmx192m", "-XX:TieredStopAtLevel=1"),
                "io.selfheal.standalone.SelfHealCommand",
                arguments);
    }

    /** The embedded broker as a process of its own. */
    public List<String> broker(Path directory, int port, int partitions) {
        return program(
                List.of("-XX:+UseSerialGC", "-Xmx256m"),
                "io.selfheal.standalone.SelfHealCommand",
                "broker",
                "--dir",
                directory.toString(),
                "--port",
                Integer.toString(port),
                "--partitions",
                Integer.toString(partitions));
    }

    /** The analyzer service as it is deployed. */
    public List<String> analyzer(List<String> properties) {
        List<String> argv = new ArrayList<>(List.of(java.toString(), "-XX:+UseSerialGC", "-Xmx384m"));
        argv.addAll(QUIET);
        argv.addAll(properties);
        argv.addAll(List.of("-jar", built(ANALYZER).toString()));
        return List.copyOf(argv);
    }

    /** A node's collector, with the jars of the package: those of the standalone have a logger that Quarkus must set up. */
    public List<String> collector(Path configuration) {
        return agent("collector", "io.selfheal.collector.Collector", "--config", configuration.toString());
    }

    public List<String> responder(Path configuration) {
        return agent("responder", "io.selfheal.responder.Responder", "--config", configuration.toString());
    }

    /** A main class on the standalone's class path. */
    public List<String> program(List<String> flags, String mainClass, String... arguments) {
        return program(java, built(STANDALONE), flags, mainClass, arguments);
    }

    /** The same where the jars and the JDK lie elsewhere, e.g. inside a container. */
    public static List<String> program(
            Path java, Path jars, List<String> flags, String mainClass, String... arguments) {
        List<String> argv = new ArrayList<>(List.of(java.toString()));
        argv.addAll(flags);
        argv.addAll(QUIET);
        argv.addAll(List.of("-cp", jars + "/app/*:" + jars + "/lib/main/*:" + jars + "/lib/boot/*", mainClass));
        argv.addAll(List.of(arguments));
        return List.copyOf(argv);
    }

    /** Everything in one JVM, as {@code ./selfheal demo} starts it. */
    public List<String> demo() {
        return services("demo");
    }

    /** A command that boots the services, with the flags of {@code ./selfheal}. */
    public List<String> services(String... arguments) {
        List<String> argv = new ArrayList<>(List.of(
                java.toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx448m",
                "-XX:MaxDirectMemorySize=96m",
                "-Dselfheal.home=" + home));
        argv.addAll(QUIET);
        argv.addAll(List.of("-jar", built(STANDALONE).resolve("quarkus-run.jar").toString()));
        argv.addAll(List.of(arguments));
        return List.copyOf(argv);
    }

    /**
     * The flags with which the node's package starts this program, without those that name its files.
     *
     * @param program collector, responder or command
     */
    public List<String> flags(String program) {
        return Stream.of(program, "all")
                .flatMap(name -> lines(built(FLAGS).resolve(name + ".options")).stream())
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The standalone's jars. */
    public Path standalone() {
        return built(STANDALONE);
    }

    /** One malloc arena: with one for each thread the C library keeps tens of megabytes. */
    private List<String> agent(String name, String mainClass, String... arguments) {
        List<String> argv = new ArrayList<>(List.of("env", "MALLOC_ARENA_MAX=1"));
        argv.add(java.toString());
        argv.addAll(flags(name));
        argv.addAll(List.of("-cp", agentClassPath(), mainClass));
        argv.addAll(List.of(arguments));
        return List.copyOf(argv);
    }

    private String agentClassPath() {
        return String.join("", lines(built(AGENTS)));
    }

    private Path built(Path relative) {
        Path file = home.resolve(relative);
        if (!Files.exists(file)) {
            throw new LabException(file + " is not there: build it first (./mvnw package)");
        }
        return file;
    }
}
