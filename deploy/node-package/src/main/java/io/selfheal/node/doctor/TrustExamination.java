package io.selfheal.node.doctor;

import io.selfheal.responder.config.ResponderConfig;
import io.selfheal.schemas.net.LocalBrokers;
import java.util.List;
import java.util.function.Function;

/** Whom a node without keys believes: nobody, if others than this host may write to its brokers. */
final class TrustExamination implements Examination {
    private static final String ABOUT = "trust";
    private static final String KEYS = "name the keys of who decides and orders under trust.keys";

    private final Function<String, LocalBrokers> brokers;

    TrustExamination() {
        this(LocalBrokers::new);
    }

    /** @param brokers from their bootstrap.servers */
    TrustExamination(Function<String, LocalBrokers> brokers) {
        this.brokers = brokers;
    }

    @Override
    public List<Finding> look(Node node) {
        ResponderConfig config = node.responder();
        if (config == null || !config.trust().keys().isEmpty()) {
            return List.of();
        }
        if (config.trust().unsigned()) {
            return List.of(Finding.warning(
                    ABOUT,
                    "whoever can write to the brokers is believed: trust.unsigned",
                    KEYS + "; trust.unsigned is for tests"));
        }
        return List.of(brokers.apply(config.kafka().bootstrap())
                .doubt()
                .map(doubt -> Finding.warning(
                        ABOUT,
                        "nothing that the fleet decides or orders is believed here: there are no keys, and " + doubt,
                        KEYS))
                .orElseGet(() -> Finding.ok(ABOUT, "unsigned, from brokers that only this host reaches")));
    }
}
