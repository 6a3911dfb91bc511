package io.selfheal.notifier;

import io.micrometer.core.instrument.MeterRegistry;
import io.selfheal.notifier.channel.Channel;
import io.selfheal.notifier.channel.discord.Discord;
import io.selfheal.notifier.channel.plugin.PluginChannel;
import io.selfheal.notifier.channel.telegram.Telegram;
import io.selfheal.notifier.config.ConfigCheck;
import io.selfheal.notifier.config.NotifierConfig;
import io.selfheal.notifier.incident.IncidentBook;
import io.selfheal.notifier.incident.QuietRules;
import io.selfheal.notifier.kafka.Backlog;
import io.selfheal.notifier.lane.ChannelLane;
import io.selfheal.notifier.lane.LaneMetrics;
import io.selfheal.notifier.lane.RateLimit;
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
public class NotifierParts {
    private static final Duration PLUGIN_SPACING = Duration.ofSeconds(1);
    private static final int PLUGIN_PER_MINUTE = 20;

    /** Other services have one, too, and all may run in one application. */
    private static final String HTTP = "notifier-http";

    private static final Duration CONNECT = Duration.ofSeconds(5);
    /** Bytes of the longest answer that is read. */
    private static final int MAX_BODY = 256 << 10;

    private final InstantSource time = InstantSource.system();

    @Produces
    @Singleton
    @Named(HTTP)
    HttpExchange http(Vertx vertx) {
        return new HttpExchange(vertx, "selfheal-notifier", CONNECT, MAX_BODY);
    }

    void close(@Disposes @Named(HTTP) HttpExchange http) {
        http.close();
    }

    @Produces
    @Singleton
    IncidentBook book(NotifierConfig config) {
        ConfigCheck.check(config);
        return new IncidentBook(config.session(), time);
    }

    @Produces
    @Singleton
    QuietRules quiet(NotifierConfig config) {
        return new QuietRules(config, time);
    }

    @Produces
    @Singleton
    Backlog backlog(NotifierConfig config) {
        return new Backlog(config.pending());
    }

    @Produces
    @Singleton
    Lanes lanes(NotifierConfig config, @Named(HTTP) HttpExchange http, NotifierPlugins plugins, MeterRegistry metrics) {
        ConfigCheck.check(config);
        Telegram telegram = new Telegram(config.telegram(), http);
        Discord discord = new Discord(config.discord(), http);
        List<ChannelLane> lanes = new ArrayList<>();
        lanes.add(lane(
                telegram, config, config.telegram().spacing(), config.telegram().perMinute(), metrics));
        lanes.add(lane(
                discord, config, config.discord().spacing(), config.discord().perMinute(), metrics));
        plugins.all()
                .forEach(plugin -> lanes.add(lane(
                        new PluginChannel(plugin, config.plugins().minSeverity()),
                        config,
                        PLUGIN_SPACING,
                        PLUGIN_PER_MINUTE,
                        metrics)));
        return new Lanes(lanes);
    }

    private ChannelLane lane(
            Channel channel, NotifierConfig config, Duration spacing, int perMinute, MeterRegistry metrics) {
        return new ChannelLane(
                channel,
                config,
                RateLimit.of(spacing, perMinute, time),
                new LaneMetrics(metrics, channel.name()),
                time);
    }
}
