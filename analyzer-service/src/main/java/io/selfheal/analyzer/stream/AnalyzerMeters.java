package io.selfheal.analyzer.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What the analyzer counts. Safe for many threads. */
final class AnalyzerMeters {
    private final Counter events;
    private final Counter assessments;
    private final Counter blocks;
    private final Counter lifts;
    private final Counter deadLetters;
    private final Counter refusedPolicy;

    AnalyzerMeters(MeterRegistry registry) {
        events = counter(registry, "events", "Security events judged");
        assessments = counter(registry, "assessments", "Assessments published");
        blocks = counter(registry, "blocks", "Blocks decided");
        lifts = counter(registry, "lifts", "Blocks ended");
        deadLetters = counter(registry, "dead.letters", "Records that could not be read");
        refusedPolicy = counter(registry, "policy.refused", "Policy entries whose signature is missing or wrong");
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder("selfheal.analyzer." + name)
                .description(description)
                .register(registry);
    }

    void countEvent() {
        events.increment();
    }

    void countAssessment() {
        assessments.increment();
    }

    void countBlock() {
        blocks.increment();
    }

    void countLift() {
        lifts.increment();
    }

    void countDeadLetter() {
        deadLetters.increment();
    }

    void countRefusedPolicy() {
        refusedPolicy.increment();
    }
}
