package io.selfheal.analyzer.stream;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.selfheal.analyzer.rules.RuleCompiler;
import io.selfheal.analyzer.rules.RuleFile;
import io.selfheal.analyzer.rules.RuleSet;
import io.selfheal.schemas.rules.DropIns;
import io.selfheal.schemas.rules.RuleFolder;
import io.selfheal.schemas.rules.RuleRefusedException;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Keeps scenarios and signatures equal to what ships and what the administrator's folder says. */
@ApplicationScoped
public class RuleWatch {
    private static final Logger LOG = Logger.getLogger(RuleWatch.class);
    /** A file counts when it stayed the same from one look to the next. */
    private static final int SECONDS_BETWEEN_LOOKS = 2;

    private final DropIns<RuleFile, RuleSet> rules;
    private final ScheduledThreadPoolExecutor timer;

    RuleWatch(AnalyzerSettings settings, MeterRegistry registry) {
        try {
            rules = new DropIns<>(new RuleFolder(Path.of(settings.rulesDirectory())), new RuleCompiler());
        } catch (RuleRefusedException e) {
            throw new IllegalStateException("the rules of this build do not go together", e);
        }
        DropIns.Status before = rules.status();
        tell(before, rules.load().status());
        Gauge.builder(
                        "selfheal.analyzer.rules.refused",
                        rules,
                        r -> r.status().refusals().size())
                .description("Rule files of the administrator that are not in force as they lie there")
                .register(registry);
        Gauge.builder("selfheal.analyzer.rules.files", rules, r -> r.status().files())
                .description("Rule files of the administrator that are in force")
                .register(registry);
        FunctionCounter.builder(
                        "selfheal.analyzer.rules.changes",
                        rules,
                        r -> r.status().changes())
                .description("How often the rules in force were replaced")
                .register(registry);
        timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("selfheal-rules").factory());
        var _ = timer.scheduleWithFixedDelay(
                this::look, SECONDS_BETWEEN_LOOKS, SECONDS_BETWEEN_LOOKS, TimeUnit.SECONDS);
    }

    private void look() {
        DropIns.Status before = rules.status();
        try {
            if (rules.poll()) {
                LOG.infof(
                        "rules replaced version=%s files=%d",
                        rules.current().version(), rules.status().files());
            }
        } catch (RuntimeException e) {
            LOG.error("looking at the rules failed, those in force stay", e);
        }
        tell(before, rules.status());
    }

    private static void tell(DropIns.Status before, DropIns.Status now) {
        now.newSince(before)
                .forEach(refusal -> LOG.warnf("rule file not taken, what was in force stays: %s", refusal.message()));
        if (before.degraded() && !now.degraded()) {
            LOG.info("all rule files are in force again");
        }
    }

    /** What is in force now; cheap. */
    RuleSet current() {
        return rules.current();
    }

    DropIns.Status status() {
        return rules.status();
    }

    @PreDestroy
    void stop() {
        timer.shutdownNow();
    }
}
