package io.selfheal.analyzer.model.live;

/** How the model does, for readiness and metrics. The service is complete in each of these states (ML-01). */
public sealed interface ModelState {
    /** No model is configured. */
    record Off() implements ModelState {}

    /** A registry is configured, none of its versions is active, and nothing here would make one. */
    record Without(String registry, boolean exists) implements ModelState {}

    /** There is no trained model, and the online one has not seen enough (ML-15). */
    record Learning(long rows, long needed) implements ModelState {}

    /** It scores. */
    record Ready(String version) implements ModelState {}

    /** The configured model is not used; scoring goes on without it, or with the one before. */
    record Degraded(String reason) implements ModelState {}

    /** As readiness says it. */
    default String words() {
        return switch (this) {
            case Off o -> "off";
            case Without w ->
                "none: no version is active in " + w.registry() + (w.exists() ? "" : ", which does not exist");
            case Learning l -> "learning: " + Math.min(l.rows(), l.needed()) + " of " + l.needed() + " rows seen";
            case Ready r -> "ready: " + r.version();
            case Degraded d -> "degraded: model " + d.reason();
        };
    }
}
