package io.selfheal.e2e.fleet;

import io.selfheal.e2e.lab.SystemdNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** SelfHeal as it is run inside a container of the laboratory, from the checkout's jars. */
public final class NodeInstallation {
    private static final Path JARS = Path.of("/opt/selfheal");
    private static final Path JAVA = Path.of(SystemdNode.JAVA_HOME, "bin/java");

    private NodeInstallation() {}

    /** What the container has to be given, for reading. */
    public static Map<Path, String> mounts() {
        return Map.of(Installation.here().standalone(), JARS.toString());
    }

    /** The selfheal command with these arguments. */
    public static List<String> command(String... arguments) {
        return Installation.program(
                JAVA,
                JARS,
                List.of("-XX:+UseSerialGC", "-Xmx192m", "-XX:TieredStopAtLevel=1"),
                "io.selfheal.standalone.SelfHealCommand",
                arguments);
    }

    /** The responder with the node's configuration. */
    public static List<String> responder() {
        return Installation.program(
                JAVA,
                JARS,
                Installation.here().flags("responder"),
                "io.selfheal.responder.Responder",
                "--config",
                "/etc/selfheal/responder.yaml");
    }
}
