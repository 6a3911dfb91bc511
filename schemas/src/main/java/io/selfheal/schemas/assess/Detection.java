package io.selfheal.schemas.assess;

import io.selfheal.schemas.net.IpAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a threat was seen, how sure that is, and what was aimed at (DET-31).
 *
 * @param method what saw it first
 * @param confidence 0 to 1, in hundredths; people are shown a percentage
 * @param target {@code destination.ip}: the address aimed at; null where the log does not say
 * @param targetPort {@code destination.port}; 0 where the log does not say
 */
public record Detection(
        DetectionMethod method, double confidence, @Nullable IpAddress target, int targetPort) {
    private static final int MOST_PERCENT = 99;

    public Detection {
        if (!(confidence >= 0 && confidence <= 1)) {
            throw new IllegalArgumentException("confidence " + confidence + " is out of range; allowed: 0 to 1");
        }
        if (targetPort < 0 || targetPort > 65_535) {
            throw new IllegalArgumentException(
                    "destination.port " + targetPort + " is out of range; allowed: 0 to 65535");
        }
    }

    /**
     * What the signals of a score say. The first one, which gave the base, is believed as far as its points go, out of
     * 100; each other one that speaks for itself halves what doubt is left. Never certain: at most 0.99.
     */
    public static Detection of(List<Signal> signals) {
        if (signals.isEmpty()) {
            return new Detection(DetectionMethod.EVENT, 0, null, 0);
        }
        Signal first = signals.getFirst();
        double doubt = 1 - Math.clamp(first.points(), 0, 100) / 100.0;
        for (Signal other : signals.subList(1, signals.size())) {
            doubt = supports(other) ? doubt / 2 : doubt;
        }
        long percent = Math.min(MOST_PERCENT, Math.round(100 * (1 - doubt)));
        return new Detection(DetectionMethod.of(first.name()), percent / 100.0, null, 0);
    }

    /** Whatever gave points; of what gave none, the rules and lists that hold too, but not the same event's kind. */
    private static boolean supports(Signal signal) {
        return signal.points() > 0
                || switch (DetectionMethod.of(signal.name())) {
                    case RULE, DENY_LIST, PLUGIN -> true;
                    case EVENT, MODEL -> false;
                };
    }

    /** The same, aimed at this address and port. */
    public Detection aimedAt(@Nullable IpAddress address, int port) {
        return new Detection(method, confidence, address, port);
    }

    /** The confidence for people: {@code 97 %}. */
    public String percent() {
        return Math.round(100 * confidence) + " %";
    }
}
