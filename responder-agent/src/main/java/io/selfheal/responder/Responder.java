package io.selfheal.responder;

import io.selfheal.agent.config.YamlConfig;
import io.selfheal.agent.log.Log;
import io.selfheal.agent.log.LogOutput;
import io.selfheal.agent.service.AgentService;
import io.selfheal.agent.tls.CertificateFile;
import io.selfheal.host.service.ServiceManager;
import io.selfheal.responder.config.ResponderConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;

/**
 * The responder as a process of its own: {@code responder [--config FILE]}. Exit status 2 for wrong use or configuration.
 * SIGHUP makes it read its configuration anew.
 */
public final class Responder {
    private static final Log LOG = Log.of(Responder.class);
    private static final Path DEFAULT_CONFIG = Path.of("/etc/selfheal/responder.yaml");
    static final int WRONG_USE = 2;

    private Responder() {}

    /** Runs until the process is told to stop (SIGTERM, SIGINT). */
    public static void main(String[] args) throws InterruptedException {
        // The Kafka client logs through SLF4J; without a provider it would say so on every start.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        LogOutput.toStandardError(Level.INFO);
        if (args.length != 0 && !(args.length == 2 && args[0].equals("--config"))) {
            LOG.error("wrong use", "problem", "unknown arguments; allowed: --config FILE");
            System.exit(WRONG_USE);
            return;
        }
        Path told = args.length == 2 ? Path.of(args[1]) : null;
        System.exit(new AgentService<>(
                        () -> config(told),
                        ResponderAgent::start,
                        ServiceManager.of(System.getenv()),
                        config -> config.kafka().certificates().stream()
                                .map(CertificateFile::path)
                                .toList())
                .run());
    }

    /** What a program of the responder's reads: the file that it was told, or the one of the package. */
    static ResponderConfig config(@Nullable Path told) {
        if (told != null) {
            return YamlConfig.read(told, ResponderConfig.class);
        }
        return Files.exists(DEFAULT_CONFIG)
                ? YamlConfig.read(DEFAULT_CONFIG, ResponderConfig.class)
                : YamlConfig.defaults(ResponderConfig.class);
    }
}
