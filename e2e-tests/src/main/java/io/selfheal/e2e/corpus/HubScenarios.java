package io.selfheal.e2e.corpus;

import io.selfheal.e2e.corpus.Corpus.HubScenario;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Whether {@code replay} flags whom the hub's scenarios flag, and nobody else.
 *
 * @param expected for each promised service the sources that must be flagged
 * @param strangers sources of promised services' logs that were flagged and must not be
 * @param quiet logs of promised services that must stay quiet
 * @param allExpected all of the hub's logs together
 * @param allStrangers the same
 */
public record HubScenarios(
        Map<String, Tally> expected,
        List<String> strangers,
        Tally quiet,
        Tally allExpected,
        List<String> allStrangers) {

    public static HubScenarios measure(Corpus corpus) throws IOException {
        HubScenarios figures =
                new HubScenarios(new TreeMap<>(), new ArrayList<>(), new Tally(), new Tally(), new ArrayList<>());
        for (HubScenario scenario : corpus.hubScenarios()) {
            Judged judged = Judged.of(scenario.log(), Corpus.sourceType(scenario.type()));
            figures.add(scenario, judged, CoveredServices.contains(scenario));
        }
        return figures;
    }

    /** The promised services together. */
    public Tally expectedInAll() {
        return HubLines.sum(expected);
    }

    /** Flagged strangers for each hundred that were flagged. */
    public double strangersPercent() {
        return percent(strangers.size(), expectedInAll().right());
    }

    public double allStrangersPercent() {
        return percent(allStrangers.size(), allExpected.right());
    }

    private static double percent(int strangers, int expected) {
        return strangers == 0 ? 0 : 100.0 * strangers / (strangers + expected);
    }

    private void add(HubScenario scenario, Judged judged, boolean covered) throws IOException {
        Set<String> flagged = judged.flagged();
        for (String source : scenario.expected()) {
            String what = scenario.test() + ": " + judged.why(source) + " (" + judged.unparsed() + " of "
                    + judged.lines() + " lines not understood)";
            allExpected.add(flagged.contains(source), what);
            if (covered) {
                expected.computeIfAbsent(CoveredServices.service(scenario), s -> new Tally())
                        .add(flagged.contains(source), what);
            }
        }
        flagged.removeAll(scenario.expected());
        for (String stranger : flagged) {
            String what = scenario.test() + ": " + judged.why(stranger);
            allStrangers.add(what);
            if (covered) {
                strangers.add(what);
            }
        }
        if (covered && scenario.quiet()) {
            quiet.add(flagged.isEmpty(), scenario.test() + ": " + flagged);
        }
    }
}
