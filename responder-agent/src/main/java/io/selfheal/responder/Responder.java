package io.selfheal.responder;

import io.selfheal.agent.config.ConfigException;
import io.selfheal.agent.config.YamlConfig;
import io.selfheal.agent.log.Log;
import io.selfheal.agent.log.LogOutput;
import io.selfheal.responder.config.ResponderConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;

/** The responder as a process of its own: {@code responder [--config FILE]}. */
public final class Responder {
    private static final Log LOG = Log.of(Responder.class);
    private static final Path DEFAULT_CONFIG = Path.of("/etc/selfheal/responder.yaml");

    private Responder() {}

    public static void main(String[] args) throws InterruptedException {
        // The Kafka client logs through SLF4J; without a provider it would say so on every start.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        LogOutput.toStandardError(Level.INFO);
        System.exit(run(args));
    }

    private static int run(String[] args) throws InterruptedException {
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        try (ResponderAgent agent = ResponderAgent.start(config(args))) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stopCalmly(stop, stopped), "responder-stop"));
            LOG.info("responder started", "host", agent.host());
            stop.await();
        } catch (ConfigException e) {
            e.problems().forEach(problem -> LOG.error("the configuration is refused", "problem", problem));
            return 2;
        } catch (IllegalArgumentException e) {
            LOG.error("wrong use", "problem", String.valueOf(e.getMessage()));
            return 2;
        } catch (IOException e) {
            LOG.error("the responder cannot start", "cause", e);
            return 1;
        } finally {
            stopped.countDown();
        }
        return 0;
    }

    private static ResponderConfig config(String[] args) {
        if (args.length == 2 && args[0].equals("--config")) {
            return YamlConfig.read(Path.of(args[1]), ResponderConfig.class);
        }
        if (args.length > 0) {
            throw new IllegalArgumentException("unknown arguments; allowed: --config FILE");
        }
        return Files.exists(DEFAULT_CONFIG)
                ? YamlConfig.read(DEFAULT_CONFIG, ResponderConfig.class)
                : YamlConfig.defaults(ResponderConfig.class);
    }

    /** Lets the state be written before the process ends; what is in force stays in force in any case. */
    private static void stopCalmly(CountDownLatch stop, CountDownLatch stopped) {
        stop.countDown();
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
