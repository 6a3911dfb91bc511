package io.selfheal.node.doctor;

import io.selfheal.agent.config.ConfigException;
import io.selfheal.collector.CollectorConfig;
import io.selfheal.node.Configurations;
import io.selfheal.responder.config.ResponderConfig;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The node that is looked at.
 *
 * @param folder of the configuration files
 * @param collector null if it is refused
 * @param responder null if it is refused
 * @param refused what is wrong with the configuration
 */
public record Node(
        Path folder,
        @Nullable CollectorConfig collector,
        @Nullable ResponderConfig responder,
        List<Finding> refused,
        InstantSource clock) {
    public Node {
        refused = List.copyOf(refused);
    }

    /** Reads both configurations. */
    public static Node read(Path folder, InstantSource clock) {
        List<Finding> refused = new ArrayList<>();
        CollectorConfig collector = read(folder.resolve("collector.yaml"), Configurations::collector, refused);
        ResponderConfig responder = read(folder.resolve("responder.yaml"), Configurations::responder, refused);
        return new Node(folder, collector, responder, refused, clock);
    }

    private static <C> @Nullable C read(Path file, Function<Path, C> reader, List<Finding> refused) {
        try {
            return reader.apply(file);
        } catch (ConfigException e) {
            e.problems()
                    .forEach(problem -> refused.add(Finding.wrong(
                            "config",
                            problem.toString(),
                            "mend " + file + ", then: selfheal config check; systemctl reload-or-restart selfheal-"
                                    + String.valueOf(file.getFileName()).replace(".yaml", ""))));
            return null;
        }
    }
}
