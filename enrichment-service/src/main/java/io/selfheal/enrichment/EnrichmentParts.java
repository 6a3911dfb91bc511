package io.selfheal.enrichment;

import io.micrometer.core.instrument.MeterRegistry;
import io.selfheal.enrichment.cache.VerdictCache;
import io.selfheal.enrichment.cache.WarmUp;
import io.selfheal.enrichment.config.ConfigCheck;
import io.selfheal.enrichment.config.EnrichmentConfig;
import io.selfheal.enrichment.file.FileGate;
import io.selfheal.enrichment.file.FileLane;
import io.selfheal.enrichment.file.FileMemory;
import io.selfheal.enrichment.gate.Gate;
import io.selfheal.enrichment.lane.Access;
import io.selfheal.enrichment.lane.Findings;
import io.selfheal.enrichment.lane.Lane;
import io.selfheal.enrichment.lane.LaneMetrics;
import io.selfheal.enrichment.lane.Publisher;
import io.selfheal.enrichment.provider.Provider;
import io.selfheal.enrichment.provider.plugin.PluginProvider;
import io.selfheal.enrichment.provider.virustotal.VirusTotal;
import io.selfheal.enrichment.provider.zscaler.Zscaler;
import io.selfheal.enrichment.quota.Quota;
import io.selfheal.service.http.HttpExchange;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Puts the plain parts together; every produced type is this module's own, or has its name. */
@ApplicationScoped
public class EnrichmentParts {
    /** A plugin is asked five times a second at most. */
    private static final Duration PLUGIN_SPACING = Duration.ofMillis(200);

    /** Other services have one, too, and all may run in one application. */
    private static final String HTTP = "enrichment-http";

    private static final Duration CONNECT = Duration.ofSeconds(10);
    /** Bytes of the longest answer that is read; VirusTotal's longest reports of an address are about 100 KiB. */
    private static final int MAX_BODY = 1 << 20;

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
    FileGate fileGate(EnrichmentConfig config) {
        return new FileGate(config.virustotal().files());
    }

    @Produces
    @Singleton
    FileMemory fileMemory(EnrichmentConfig config) {
        return new FileMemory(
                config.cache().capacity(), new WarmUp(config.cache().warmUp(), time));
    }

    @Produces
    @Singleton
    @Named(HTTP)
    HttpExchange http(Vertx vertx) {
        return new HttpExchange(vertx, "selfheal-enrichment", CONNECT, MAX_BODY);
    }

    void close(@Disposes @Named(HTTP) HttpExchange http) {
        http.close();
    }

    @Produces
    @Singleton
    Lanes lanes(
            EnrichmentConfig config,
            @Named(HTTP) HttpExchange http,
            VerdictCache cache,
            FileMemory memory,
            Publisher publisher,
            WarmUp warmUp,
            EnrichmentPlugins plugins,
            MeterRegistry metrics) {
        ConfigCheck.check(config);
        Wiring wiring = new Wiring(config, new Findings(cache, publisher), metrics);
        EnrichmentConfig.VirusTotalConfig limits = config.virustotal();
        VirusTotal virusTotal = new VirusTotal(limits, http, time);
        // Addresses and files share one quota, one key and one opinion of whether VirusTotal is there.
        Access access = wiring.access(virusTotal, Quota.perMinuteAndDay(limits.perMinute(), limits.perDay(), time));
        FileLane files = new FileLane(
                virusTotal,
                config,
                access,
                Quota.perMinuteAndDay(limits.perMinute(), limits.filesPerDay(), time),
                memory,
                publisher,
                new LaneMetrics(metrics, virusTotal.name()),
                time);
        List<Lane> others = new ArrayList<>();
        others.add(wiring.lane(
                new Zscaler(config.zscaler(), http, time),
                Quota.spaced(config.zscaler().spacing(), time)));
        plugins.all()
                .forEach(plugin ->
                        others.add(wiring.lane(new PluginProvider(plugin), Quota.spaced(PLUGIN_SPACING, time))));
        return new Lanes(warmUp, memory, files, wiring.lane(virusTotal, access), others);
    }

    /** What all lanes are made with. */
    private final class Wiring {
        private final EnrichmentConfig config;
        private final Findings findings;
        private final MeterRegistry metrics;

        Wiring(EnrichmentConfig config, Findings findings, MeterRegistry metrics) {
            this.config = config;
            this.findings = findings;
            this.metrics = metrics;
        }

        Access access(Provider provider, Quota quota) {
            return new Access(provider.name(), config.retry(), quota, findings.publisher(), time);
        }

        Lane lane(Provider provider, Quota quota) {
            return lane(provider, access(provider, quota));
        }

        Lane lane(Provider provider, Access access) {
            return new Lane(provider, config, access, findings, new LaneMetrics(metrics, provider.name()), time);
        }
    }
}
