package io.selfheal.node;

import io.selfheal.agent.config.ConfigException;
import io.selfheal.agent.config.Problem;
import io.selfheal.agent.config.YamlConfig;
import io.selfheal.collector.CollectorAgent;
import io.selfheal.collector.CollectorConfig;
import io.selfheal.responder.ResponderAgent;
import io.selfheal.responder.care.CareConfig;
import io.selfheal.responder.config.ResponderConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The agents' configuration files, read as the agents would. */
public final class Configurations {
    private Configurations() {}

    /**
     * A configuration that its agent takes.
     *
     * @throws ConfigException naming everything that the agent would refuse
     */
    public static CollectorConfig collector(Path file) {
        CollectorConfig config = YamlConfig.read(file, CollectorConfig.class);
        CollectorAgent.check(config);
        return config;
    }

    /**
     * A configuration that its agent takes.
     *
     * @throws ConfigException naming everything that the agent would refuse
     */
    public static ResponderConfig responder(Path file) {
        ResponderConfig config = YamlConfig.read(file, ResponderConfig.class);
        try {
            ResponderAgent.check(config);
        } catch (IOException | IllegalArgumentException e) {
            String message = "a key cannot be read: " + e.getMessage() + "; allowed: an Ed25519 public key as PEM";
            throw new ConfigException(List.of(new Problem(file.toString(), 0, "trust.keys", message)));
        }
        return config;
    }

    /**
     * What backups and checks take.
     *
     * @throws ConfigException naming everything that they would refuse
     */
    public static CareConfig care(Path file) {
        return YamlConfig.read(file, CareConfig.class);
    }
}
