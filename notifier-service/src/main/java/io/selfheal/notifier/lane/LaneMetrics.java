package io.selfheal.notifier.lane;

import io.micrometer.core.instrument.MeterRegistry;
import io.selfheal.notifier.channel.Delivery;

/** The figures of one channel: {@code selfheal_notifier_deliveries_total}. */
public final class LaneMetrics {
    private final MeterRegistry registry;
    private final String channel;

    public LaneMetrics(MeterRegistry registry, String channel) {
        this.registry = registry;
        this.channel = channel;
    }

    void delivered(Delivery delivery, boolean asNew) {
        String result =
                switch (delivery) {
                    case Delivery.Accepted accepted -> "accepted";
                    case Delivery.Gone gone -> "gone";
                    case Delivery.TooMany tooMany -> "too_many";
                    case Delivery.Failed failed -> "failed";
                    case Delivery.Refused refused -> "refused";
                };
        registry.counter(
                        "selfheal.notifier.deliveries",
                        "channel",
                        channel,
                        "kind",
                        asNew ? "message" : "edit",
                        "result",
                        result)
                .increment();
    }
}
