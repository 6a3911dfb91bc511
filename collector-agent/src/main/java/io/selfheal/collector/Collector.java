package io.selfheal.collector;

import io.selfheal.agent.config.ConfigException;
import io.selfheal.agent.config.YamlConfig;
import io.selfheal.agent.log.LogOutput;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;

/** The collector as a process of its own: {@code collector --config FILE}. Exit status 2 for wrong use or configuration. */
public final class Collector {
    private static final Path DEFAULT_CONFIG = Path.of("/etc/selfheal/collector.yaml");
    private static final int WRONG_USE = 2;
    private static final int FAILED = 1;

    private Collector() {}

    /** Runs until the process is told to stop (SIGTERM, SIGINT). */
    public static void main(String[] arguments) {
        LogOutput.toStandardError(Level.INFO);
        Path file = configFile(arguments, System.err);
        CollectorConfig config = file == null ? null : read(file, System.err);
        if (config == null) {
            System.exit(WRONG_USE);
            return;
        }
        try {
            runUntilStopped(CollectorAgent.start(config));
        } catch (ConfigException e) {
            System.err.println(e.getMessage());
            System.exit(WRONG_USE);
        } catch (IOException e) {
            System.err.println("collector: " + e.getMessage());
            System.exit(FAILED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void runUntilStopped(CollectorAgent agent) throws InterruptedException {
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("collector-stop").unstarted(agent::close));
        new CountDownLatch(1).await();
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

    static @Nullable CollectorConfig read(Path file, PrintStream err) {
        try {
            return YamlConfig.read(file, CollectorConfig.class);
        } catch (ConfigException e) {
            err.println(e.getMessage());
            return null;
        }
    }
}
