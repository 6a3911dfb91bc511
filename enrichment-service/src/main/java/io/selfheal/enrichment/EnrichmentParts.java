package io.selfheal.enrichment;

import io.micrometer.core.instrument.MeterRegistry;
import io.selfheal.enrichment.cache.VerdictCache;
import io.selfheal.enrichment.cache.WarmUp;
import io.selfheal.enrichment.config.ConfigCheck;
import io.selfheal.enrichment.config.EnrichmentConfig;
import io.selfheal.enrichment.gate.Gate;
import io.selfheal.enrichment.http.HttpExchange;
import io.selfheal.enrichment.lane.Findings;
import io.selfheal.enrichment.lane.Lane;
import io.selfheal.enrichment.lane.LaneMetrics;
import io.selfheal.enrichment.lane.Publisher;
import io.selfheal.enrichment.provider.Provider;
import io.selfheal.enrichment.provider.plugin.PluginProvider;
import io.selfheal.enrichment.provider.virustotal.VirusTotal;
import io.selfheal.enrichment.provider.zscaler.Zscaler;
import io.selfheal.enrichment.quota.Quota;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Puts the plain parts together; every produced type is this module's own. */
@ApplicationScoped
public class EnrichmentParts {
    /** A plugin is asked five times a second at most. */
    private static final Duration PLUGIN_SPACING = Duration.ofMillis(200);

    private final InstantSource time = InstantSource.system();

    @Produces
    @Singleton
    Gate gate(EnrichmentConfig config) {
        ConfigCheck.check(config);
        return new Gate(config.minScore());
    }

    @Produces
    @Singleton
    VerdictCache cache(EnrichmentConfig config) {
        return new VerdictCache(config.cache().capacity());
    }

    @Produces
    @Singleton
    WarmUp warmUp(EnrichmentConfig config) {
        return new WarmUp(config.cache().warmUp(), time);
    }

    @Produces
    @Singleton
    HttpExchange http(Vertx vertx) {
        return new HttpExchange(vertx);
    }

    void close(@Disposes HttpExchange http) {
        http.close();
    }

    @Produces
    @Singleton
    Lanes lanes(
            EnrichmentConfig config,
            HttpExchange http,
            VerdictCache cache,
            Publisher publisher,
            WarmUp warmUp,
            EnrichmentPlugins plugins,
            MeterRegistry metrics) {
        ConfigCheck.check(config);
        Findings findings = new Findings(cache, publisher);
        EnrichmentConfig.VirusTotalConfig limits = config.virustotal();
        Lane virusTotal = lane(
                new VirusTotal(config.virustotal(), http, time),
                Quota.perMinuteAndDay(limits.perMinute(), limits.perDay(), time),
                config,
                findings,
                metrics);
        Lane zscaler = lane(
                new Zscaler(config.zscaler(), http, time),
                Quota.spaced(config.zscaler().spacing(), time),
                config,
                findings,
                metrics);
        List<Lane> lanes = new ArrayList<>(List.of(virusTotal, zscaler));
        plugins.all()
                .forEach(plugin -> lanes.add(lane(
                        new PluginProvider(plugin), Quota.spaced(PLUGIN_SPACING, time), config, findings, metrics)));
        return new Lanes(warmUp, lanes);
    }

    private Lane lane(
            Provider provider, Quota quota, EnrichmentConfig config, Findings findings, MeterRegistry metrics) {
        return new Lane(provider, config, quota, findings, new LaneMetrics(metrics, provider.name()), time);
    }
}
