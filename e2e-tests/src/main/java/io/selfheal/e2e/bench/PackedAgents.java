package io.selfheal.e2e.bench;

import io.selfheal.e2e.fleet.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Both agents as their units start them: the package's runtime, flags, class archive and environment, out of the folder
 * that the build packed. Neither the sandbox nor the users of the units; what they tell systemd goes to a socket that
 * nobody reads.
 */
public final class PackedAgents {
    private static final Path ROOT = Path.of("deploy/node-package/target/package/deb");
    private static final String INSTALLED = "/usr/lib/selfheal";
    private static final String COMMAND = "ExecStart=";
    private static final String ENVIRONMENT = "Environment=";

    private final Path root;

    private PackedAgents(Path root) {
        this.root = root;
    }

    /** Empty if no package was built here. */
    public static Optional<PackedAgents> here() {
        Path root = Installation.here().home().resolve(ROOT);
        return Files.exists(root.resolve("DEBIAN/md5sums")) ? Optional.of(new PackedAgents(root)) : Optional.empty();
    }

    /**
     * The command line of a unit with this configuration. Without a class archive that fits the JVM does not start,
     * rather than be measured without it.
     *
     * @param agent collector or responder
     * @param scratch for the flags, which name the folder
     */
    public List<String> argv(String agent, Path configuration, Path scratch) throws IOException {
        List<String> argv = new ArrayList<>(List.of("env"));
        argv.addAll(List.of("NOTIFY_SOCKET=" + scratch.resolve("notify"), "WATCHDOG_USEC=60000000"));
        List<String> unit = Files.readAllLines(root.resolve("usr/lib/systemd/system/selfheal-" + agent + ".service"));
        unit.stream()
                .filter(line -> line.startsWith(ENVIRONMENT))
                .map(line -> line.substring(ENVIRONMENT.length()))
                .forEach(argv::add);
        String command = unit.stream()
                .filter(line -> line.startsWith(COMMAND))
                .map(line -> line.substring(COMMAND.length()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the unit of the " + agent + " starts nothing"));
        for (String word : command.split(" ", -1)) {
            if (word.startsWith("@")) {
                String flags = Files.readString(Path.of(here(word.substring(1))));
                Path own = scratch.resolve(agent + ".options");
                argv.add("@" + Files.writeString(own, here(flags)));
                argv.add("-Xshare:on");
            } else {
                argv.add(here(word));
            }
        }
        argv.addAll(List.of("--config", configuration.toString()));
        return argv;
    }

    private String here(String text) {
        return text.replace(INSTALLED, root + INSTALLED);
    }
}
