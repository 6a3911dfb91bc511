package io.selfheal.analyzer.stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.selfheal.analyzer.policy.PolicyBook;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.apache.kafka.streams.Topology;

/** Hands the topology to Quarkus, which runs it. */
@ApplicationScoped
public class AnalyzerWiring {
    @Produces
    @Singleton
    Topology topology(AnalyzerSettings settings, MeterRegistry registry) {
        int maxLive = settings.maxLiveProfiles();
        if (maxLive < 1_000 || maxLive > 1_000_000) {
            throw new IllegalArgumentException(
                    "selfheal.analyzer.max-live-profiles: '" + maxLive + "' is out of range; allowed: 1000 to 1000000");
        }
        return AnalyzerTopology.shipped(PolicyBook.defaults(), registry, maxLive);
    }
}
