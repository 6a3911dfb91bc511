package io.selfheal.enrichment.lane;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.selfheal.enrichment.provider.FileReply;
import io.selfheal.enrichment.provider.Reply;
import io.selfheal.enrichment.queue.LookupQueue;
import io.selfheal.enrichment.quota.Quota;
import io.selfheal.schemas.verdict.Finding.Opinion;
import java.time.Duration;
import java.util.Locale;

/** The figures of one provider: {@code selfheal_enrichment_*} with the tag {@code provider}. */
public final class LaneMetrics {
    private static final String PROVIDER = "provider";

    private final MeterRegistry registry;
    private final String provider;

    public LaneMetrics(MeterRegistry registry, String provider) {
        this.registry = registry;
        this.provider = provider;
    }

    void watch(LookupQueue queue, Quota quota) {
        Gauge.builder("selfheal.enrichment.queue", queue, LookupQueue::size)
                .tag(PROVIDER, provider)
                .description("Lookups that wait")
                .register(registry);
        Gauge.builder("selfheal.enrichment.quota.left", quota, Quota::leftToday)
                .tag(PROVIDER, provider)
                .description("Questions left today; -1 without a daily bound")
                .register(registry);
    }

    void queued() {
        count("selfheal.enrichment.queued", "result", "added");
    }

    void dropped() {
        count("selfheal.enrichment.queued", "result", "dropped");
    }

    void skipped(String reason) {
        count("selfheal.enrichment.queued", "result", reason);
    }

    /** A provider gave an opinion. */
    public void found(Opinion opinion) {
        count("selfheal.enrichment.findings", "opinion", opinion.name().toLowerCase(Locale.ROOT));
    }

    void asked(Reply reply, Duration took) {
        switch (reply) {
            case Reply.Answered answered -> asked("answered", took);
            case Reply.NoAnswer why -> asked(nameOf(why), took);
        }
    }

    /** A question about a file was asked. */
    public void asked(FileReply reply, Duration took) {
        switch (reply) {
            case FileReply.Answered answered -> asked("answered", took);
            case Reply.NoAnswer why -> asked(nameOf(why), took);
        }
    }

    /** What became of a file that was to be asked about: added, dropped, not_configured. */
    public void file(String result) {
        count("selfheal.enrichment.files", "result", result);
    }

    private static String nameOf(Reply.NoAnswer why) {
        return switch (why) {
            case Reply.Limited limited -> "limited";
            case Reply.Refused refused -> "refused";
            case Reply.Failed failed -> "failed";
        };
    }

    private void asked(String result, Duration took) {
        Timer.builder("selfheal.enrichment.questions")
                .tag(PROVIDER, provider)
                .tag("result", result)
                .register(registry)
                .record(took);
    }

    private void count(String name, String tag, String value) {
        registry.counter(name, PROVIDER, provider, tag, value).increment();
    }
}
