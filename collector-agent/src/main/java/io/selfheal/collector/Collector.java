package io.selfheal.collector;

import io.selfheal.agent.config.YamlConfig;
import io.selfheal.agent.log.LogOutput;
import io.selfheal.agent.service.AgentService;
import io.selfheal.host.service.ServiceManager;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;

/**
 * The collector as a process of its own: {@code collector --config FILE}. Exit status 2 for wrong use or configuration.
 * SIGHUP makes it read its configuration anew.
 */
public final class Collector {
    private static final Path DEFAULT_CONFIG = Path.of("/etc/selfheal/collector.yaml");
    private static final int WRONG_USE = 2;

    private Collector() {}

    /** Runs until the process is told to stop (SIGTERM, SIGINT). */
    public static void main(String[] arguments) throws InterruptedException {
        LogOutput.toStandardError(Level.INFO);
        Path file = configFile(arguments, System.err);
        if (file == null) {
            System.exit(WRONG_USE);
            return;
        }
        System.exit(new AgentService<>(
                        () -> YamlConfig.read(file, CollectorConfig.class),
                        CollectorAgent::start,
                        ServiceManager.of(System.getenv()),
                        CollectorConfig::readAtStart)
                .run());
    }

    static @Nullable Path configFile(String[] arguments, PrintStream err) {
        if (arguments.length == 0) {
            return DEFAULT_CONFIG;
        }
        if (arguments.length == 2 && arguments[0].equals("--config")) {
            return Path.of(arguments[1]);
        }
        err.println("usage: collector [--config FILE]   (default: " + DEFAULT_CONFIG + ")");
        return null;
    }
}
