package io.selfheal.analyzer.stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.selfheal.analyzer.decide.News;
import io.selfheal.analyzer.policy.PolicyBook;
import io.selfheal.analyzer.policy.PolicyFile;
import io.selfheal.analyzer.yaml.RuleException;
import io.selfheal.schemas.sign.EntryTimes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.apache.kafka.streams.Topology;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Hands the topology to Quarkus, which runs it. */
@ApplicationScoped
public class AnalyzerWiring {
    private static final Logger LOG = Logger.getLogger(AnalyzerWiring.class);
    private static final int MOST_NEWS = 1_000;

    @Produces
    @Singleton
    Topology topology(
            AnalyzerSettings settings,
            MeterRegistry registry,
            GeoWatch geo,
            AnalyzerPlugins plugins,
            RuleWatch rules,
            ModelWatch model,
            FleetWatch fleet,
            News news,
            PolicyBook book,
            @ConfigProperty(name = "quarkus.kafka-streams.bootstrap-servers") String bootstrapServers,
            @ConfigProperty(name = "kafka-streams.state.dir") Path state)
            throws IOException {
        int mebibytes = settings.maxProfileMebibytes();
        if (mebibytes < 16 || mebibytes > 65_536) {
            throw new IllegalArgumentException("selfheal.analyzer.max-profile-mebibytes: '" + mebibytes
                    + "' is out of range; allowed: 16 to 65536");
        }
        int maxLive = settings.maxLiveProfiles();
        if (maxLive < 1_000 || maxLive > 1_000_000) {
            throw new IllegalArgumentException(
                    "selfheal.analyzer.max-live-profiles: '" + maxLive + "' is out of range; allowed: 1000 to 1000000");
        }
        return AnalyzerTopology.of(
                rules::current,
                book,
                registry,
                new AnalyzerTopology.Bounds(maxLive, mebibytes),
                Trust.of(settings, bootstrapServers, times(state)),
                geo.places(),
                plugins.detectors(),
                model.book(),
                news,
                fleet::start);
    }

    private static EntryTimes times(Path state) {
        return new EntryTimes(
                state.resolve("policy-times"),
                InstantSource.system(),
                e -> LOG.warn("when policy entries were said is known until the next start only", e));
    }

    @Produces
    @Singleton
    FleetWatch fleet(PolicyBook book, News news, MeterRegistry registry) {
        FleetWatch fleet = new FleetWatch(book, news, InstantSource.system());
        FleetMeters.register(registry, fleet);
        return fleet;
    }

    /** Of the fleet: a part of it may fall silent at once. */
    @Produces
    @Singleton
    News news() {
        return new News(MOST_NEWS);
    }

    void stop(@Disposes FleetWatch fleet) {
        fleet.close();
    }

    @Produces
    @Singleton
    PolicyBook book(AnalyzerSettings settings) {
        PolicyBook book = PolicyBook.defaults();
        if (settings.policyFile().isPresent()) {
            try {
                PolicyFile.read(Path.of(settings.policyFile().get())).forEach(book::apply);
            } catch (RuleException e) {
                throw new IllegalArgumentException("selfheal.analyzer.policy-file: " + e.getMessage(), e);
            }
        }
        return book;
    }
}
