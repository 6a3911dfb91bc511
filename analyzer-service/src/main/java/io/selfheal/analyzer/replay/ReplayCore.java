package io.selfheal.analyzer.replay;

import io.selfheal.analyzer.decide.BlastRadius;
import io.selfheal.analyzer.detect.AnalyzerCore;
import io.selfheal.analyzer.detect.Findings;
import io.selfheal.analyzer.detect.GroupCore;
import io.selfheal.analyzer.geo.Places;
import io.selfheal.analyzer.model.live.ModelBook;
import io.selfheal.analyzer.model.watch.ProfileWatch;
import io.selfheal.analyzer.plugin.Detectors;
import io.selfheal.analyzer.policy.PolicyBook;
import io.selfheal.analyzer.rules.RuleSet;
import io.selfheal.schemas.assess.Assessment;
import io.selfheal.schemas.assess.ThreatLevel;
import io.selfheal.schemas.decide.Block;
import io.selfheal.schemas.decide.Decision;
import io.selfheal.schemas.decide.Lift;
import io.selfheal.schemas.event.SecurityEvent;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * History through the real core, in event time, without Kafka. Give events with {@link #accept}, in the order of
 * their file, or several files at once with {@link #run}, which merges them by time. Used by one thread.
 */
public final class ReplayCore {
    private final AnalyzerCore core;
    private final GroupCore groups;
    private final Exchange exchange;
    private Instant newest = Instant.EPOCH;
    private final ReplaySink sink;
    private final Set<String> flagged = new HashSet<>();
    private long events;
    private long assessments;
    private long blocks;
    private long lifts;

    public ReplayCore(RuleSet rules, PolicyBook policy, ReplaySink sink) {
        this(rules, policy, sink, Places.NONE, ModelBook.off());
    }

    /** @param places where sources are */
    public ReplayCore(RuleSet rules, PolicyBook policy, ReplaySink sink, Places places) {
        this(rules, policy, sink, places, ModelBook.off());
    }

    /**
     * A replay.
     *
     * @param places where sources are
     * @param models the anomaly model
     */
    public ReplayCore(RuleSet rules, PolicyBook policy, ReplaySink sink, Places places, ModelBook models) {
        this(rules, policy, sink, places, models, Detectors.NONE);
    }

    /**
     * A replay that asks plugins too.
     *
     * @param places where sources are
     * @param models the anomaly model
     * @param detectors who is asked beside scenarios and signatures
     */
    public ReplayCore(
            RuleSet rules, PolicyBook policy, ReplaySink sink, Places places, ModelBook models, Detectors detectors) {
        this.core = new AnalyzerCore(rules, policy, new BlastRadius(), AnalyzerCore.DEFAULT_GRACE, places, detectors);
        this.groups = new GroupCore(rules, policy);
        this.exchange = new Exchange(core, groups, models, this::publish);
        this.sink = sink;
    }

    /** Lets a training look at the profiles of sources; not together with a model. */
    public void watchedBy(ProfileWatch watch) {
        core.watchedBy(watch);
    }

    /** Says that no event comes twice, as {@link AnalyzerCore#eachComesOnce()}. */
    public void eachComesOnce() {
        core.eachComesOnce();
        groups.eachComesOnce();
    }

    /** Judges one event at its own time. */
    public void accept(SecurityEvent event) {
        events++;
        exchange.accept(event);
        newest = event.time();
    }

    /** Lets time pass up to this moment without an event: what scenarios wait for is missed. */
    public void advance(Instant now) {
        exchange.advance(now);
    }

    /** Judges the events of several files, each in its own order, merged by time. */
    public void run(List<? extends Iterator<? extends SecurityEvent>> files) {
        new MergedEvents(files).forEachRemaining(this::accept);
    }

    /** Lets the model say its last words, and sums up. */
    public ReplaySummary summary() {
        exchange.askModel(newest);
        return new ReplaySummary(events, exchange.sources(), assessments, blocks, lifts, flagged.size());
    }

    private void publish(Findings findings) {
        for (Assessment assessment : findings.assessments()) {
            assessments++;
            if (assessment.level().compareTo(ThreatLevel.HIGH) >= 0) {
                flagged.add(assessment.subject().value());
            }
            sink.assessment(assessment);
        }
        for (Decision decision : findings.decisions()) {
            switch (decision) {
                case Block b -> blocks++;
                case Lift l -> lifts++;
            }
            sink.decision(decision);
        }
        findings.alerts().forEach(sink::alert);
    }
}
