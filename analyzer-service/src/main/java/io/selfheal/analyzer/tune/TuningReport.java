package io.selfheal.analyzer.tune;

import io.selfheal.analyzer.model.train.Resolution;
import io.selfheal.schemas.assess.Assessment;
import io.selfheal.schemas.assess.Signal;
import io.selfheal.schemas.assess.Subject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * False positives of each rule, and precision and recall at each threshold, over the sources that people said something
 * about (DET-39, ML-21). Of several resolutions of a source the newest counts; assessments after it are left out, since
 * it does not speak of them. Used by one thread.
 */
public final class TuningReport {
    /** The scores at which precision and recall are given. */
    static final List<Integer> THRESHOLDS = List.of(30, 40, 50, 60, 70, 80, 90, 95, 100);

    private final Map<String, Resolution> said = new HashMap<>();
    private final Map<String, Integer> worst = new HashMap<>();
    private final Map<String, Set<String>> rules = new TreeMap<>();

    public TuningReport(Collection<Resolution> resolutions) {
        for (Resolution one : resolutions) {
            said.merge(one.subject(), one, (a, b) -> b.second() >= a.second() ? b : a);
        }
    }

    /**
     * How a rule did.
     *
     * @param name a scenario, signature, or {@code base:TYPE}; what gave points, or fired beside what did
     * @param confirmed attackers that it found
     * @param falsePositives harmless sources that it found
     */
    public record Rule(String name, int confirmed, int falsePositives) {
        /** The share of what it found that was an attack. */
        public double precision() {
            return confirmed + falsePositives == 0 ? 0 : (double) confirmed / (confirmed + falsePositives);
        }
    }

    /**
     * How a threshold would do.
     *
     * @param score sources from this score on are called attackers
     * @param found attackers from it on
     * @param missed attackers below it
     * @param falsePositives harmless sources from it on
     */
    public record Threshold(int score, int found, int missed, int falsePositives) {
        public double precision() {
            return found + falsePositives == 0 ? 0 : (double) found / (found + falsePositives);
        }

        public double recall() {
            return found + missed == 0 ? 0 : (double) found / (found + missed);
        }
    }

    /** Takes in what the rules said of somebody. */
    public void add(Assessment assessment) {
        Resolution resolution = said.get(assessment.subject().value());
        if (resolution == null
                || assessment.subject().kind() != Subject.Kind.SOURCE
                || assessment.time().getEpochSecond() > resolution.second()) {
            return;
        }
        worst.merge(resolution.subject(), assessment.rawScore(), Math::max);
        Set<String> names = new HashSet<>(assessment.scenarios());
        assessment.signals().stream()
                .filter(signal -> signal.points() > 0)
                .map(Signal::name)
                .filter(TuningReport::isRule)
                .forEach(names::add);
        names.forEach(name -> rules.computeIfAbsent(name, n -> new HashSet<>()).add(resolution.subject()));
    }

    /** Frequency, pattern, model and intelligence add to what a rule found; they find nobody. */
    private static boolean isRule(String signal) {
        return !signal.equals("frequency")
                && !signal.equals("brute-force-pattern")
                && !signal.equals("virustotal")
                && !signal.equals("zscaler")
                && !signal.startsWith(Signal.CONSULTED)
                && !signal.startsWith(Signal.MODEL);
    }

    /** Sources that people said something about. */
    public int resolved() {
        return said.size();
    }

    /** Those of them that no rule said anything about. */
    public int unseen() {
        return said.size() - worst.size();
    }

    /** Every rule that found one of them, the most false positives first. */
    public List<Rule> rules() {
        List<Rule> all = new ArrayList<>();
        rules.forEach((name, sources) -> {
            int confirmed = (int) sources.stream().filter(this::wasConfirmed).count();
            all.add(new Rule(name, confirmed, sources.size() - confirmed));
        });
        all.sort((a, b) -> a.falsePositives() != b.falsePositives()
                ? Integer.compare(b.falsePositives(), a.falsePositives())
                : a.name().compareTo(b.name()));
        return all;
    }

    private boolean wasConfirmed(String source) {
        Resolution one = said.get(source);
        return one != null && one.confirmed();
    }

    /** Each of {@link #THRESHOLDS}. */
    public List<Threshold> thresholds() {
        List<Threshold> all = new ArrayList<>();
        for (int score : THRESHOLDS) {
            int found = 0;
            int missed = 0;
            int wrong = 0;
            for (Resolution one : said.values()) {
                boolean called = worst.getOrDefault(one.subject(), 0) >= score;
                found += called && one.confirmed() ? 1 : 0;
                missed += !called && one.confirmed() ? 1 : 0;
                wrong += called && !one.confirmed() ? 1 : 0;
            }
            all.add(new Threshold(score, found, missed, wrong));
        }
        return all;
    }
}
