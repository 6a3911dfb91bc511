package io.selfheal.notifier.kafka;

import io.selfheal.notifier.lane.Receipt;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Waits for all channels of one alert; then hands over the causes of those that gave up, none if all told it. */
final class AlertReceipt implements Receipt {
    private final Consumer<List<String>> done;
    private final List<String> causes = new ArrayList<>();
    private int missing;

    AlertReceipt(int channels, Consumer<List<String>> done) {
        this.missing = channels;
        this.done = done;
    }

    @Override
    public void told() {
        settle(null);
    }

    @Override
    public void givenUp(String cause) {
        settle(cause);
    }

    private void settle(@Nullable String cause) {
        @Nullable List<String> all = null;
        synchronized (this) {
            if (cause != null) {
                causes.add(cause);
            }
            if (--missing == 0) {
                all = List.copyOf(causes);
            }
        }
        if (all != null) {
            done.accept(all);
        }
    }
}
