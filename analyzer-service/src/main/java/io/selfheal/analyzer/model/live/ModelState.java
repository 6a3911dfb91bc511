package io.selfheal.analyzer.model.live;

/** How the model does, for readiness and metrics. The service is complete in each of these states (ML-01). */
public sealed interface ModelState {
    /** No model is configured. */
    record Off() implements ModelState {}

    /**
     * There is no trained model, and the online one, if it is on, has not seen enough (ML-15).
     *
     * @param rows of sources in which rules found nothing, seen so far
     * @param needed that many teach something
     * @param missing what would have to be there instead; empty if it comes by itself
     */
    record Learning(long rows, long needed, String missing) implements ModelState {}

    /** It scores. */
    record Ready(String version) implements ModelState {}

    /** The configured model is not used; scoring goes on without it, or with the one before. */
    record Degraded(String reason) implements ModelState {}

    /** As readiness says it. */
    default String words() {
        return switch (this) {
            case Off o -> "off";
            case Learning l ->
                "learning: " + Math.min(l.rows(), l.needed()) + " of " + l.needed() + " rows seen"
                        + (l.missing().isEmpty() ? "" : "; " + l.missing());
            case Ready r -> "ready: " + r.version();
            case Degraded d -> "degraded: model " + d.reason();
        };
    }
}
