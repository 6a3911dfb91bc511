package io.selfheal.e2e.bench;

import io.selfheal.e2e.bench.Figure.LeftOut;
import io.selfheal.e2e.bench.Figure.Listed;
import io.selfheal.e2e.bench.Figure.Measured;
import io.selfheal.e2e.corpus.Corpus;
import io.selfheal.e2e.corpus.CrsRequests;
import io.selfheal.e2e.corpus.HubLines;
import io.selfheal.e2e.corpus.HubScenarios;
import io.selfheal.e2e.corpus.Tally;
import io.selfheal.e2e.corpus.Traffic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is found and what is left in peace, on logs with known answers, by the code of {@code explain} and {@code replay}. */
final class DetectionPart implements Part {
    private static final double SOURCES = 98;
    private static final double USERS = 95;
    private static final double EXPECTED = 95;
    private static final double STRANGERS = 3;
    private static final double ATTACKS = 92;
    private static final double NEAR_MISSES = 5;
    private static final double VISITORS = 1;

    private final boolean misses;

    /** @param misses whether every wrong answer is listed */
    DetectionPart(boolean misses) {
        this.misses = misses;
    }

    @Override
    public String name() {
        return "detection";
    }

    @Override
    public List<Figure> measure() throws IOException {
        Optional<Corpus> corpus = Corpus.besideTheCheckout();
        if (corpus.isEmpty()) {
            return List.of(new LeftOut(name(), "no ../shared/corpus beside the checkout"));
        }
        List<Figure> figures = new ArrayList<>();
        lines(HubLines.measure(corpus.get()), figures);
        scenarios(HubScenarios.measure(corpus.get()), figures);
        requests(CrsRequests.measure(corpus.get()), figures);
        traffic(corpus.get(), figures);
        return figures;
    }

    private void lines(HubLines lines, List<Figure> figures) {
        figures.add(share("hub lines: right source", lines.source(), SOURCES, ""));
        services("  source", lines.sources(), figures);
        figures.add(share("hub lines: right user", lines.user(), USERS, ""));
        services("  user", lines.users(), figures);
        figures.add(share("hub lines, all services: right source", lines.allSources()));
        list("hub lines, all services: source", lines.allSources(), figures);
        figures.add(share("hub lines, all services: right user", lines.allUsers()));
    }

    private void scenarios(HubScenarios scenarios, List<Figure> figures) {
        figures.add(share(
                "hub scenarios: expected flagged", scenarios.expectedInAll(), EXPECTED, "60 points or blocked; "));
        services("  scenarios", scenarios.expected(), figures);
        figures.add(new Measured(
                "hub scenarios: others among the flagged",
                scenarios.strangersPercent(),
                "%",
                Budget.atMost(STRANGERS),
                scenarios.strangers().size() + " others"));
        figures.add(new Listed("hub scenarios: others that were flagged", scenarios.strangers()));
        figures.add(share("hub scenarios: quiet logs stay quiet", scenarios.quiet(), 100, ""));
        list("hub scenarios: quiet logs", scenarios.quiet(), figures);
        figures.add(share("hub scenarios, all services: expected flagged", scenarios.allExpected()));
        list("hub scenarios, all services", scenarios.allExpected(), figures);
        figures.add(new Measured(
                "hub scenarios, all services: others",
                scenarios.allStrangersPercent(),
                "%",
                new Budget.None(),
                scenarios.allStrangers().size() + " others"));
    }

    private void requests(CrsRequests requests, List<Figure> figures) {
        requests.attacks().forEach((level, tally) -> {
            String what = "crs, paranoia level " + level + ": attacks seen";
            figures.add(level == 1 ? share(what, tally, ATTACKS, "30 points from one line; ") : share(what, tally));
            if (level == 1) {
                services("  level 1", requests.attacksByKind(), figures);
            }
        });
        requests.nearMisses().forEach((level, tally) -> {
            String what = "crs, paranoia level " + level + ": no attack, seen";
            figures.add(new Measured(
                    what,
                    100 - tally.percent(),
                    "%",
                    level == 1 ? Budget.atMost(NEAR_MISSES) : new Budget.None(),
                    tally.misses().size() + " of " + tally.all()));
            if (level == 1) {
                list(what, tally, figures);
            }
        });
    }

    private void traffic(Corpus corpus, List<Figure> figures) throws IOException {
        Traffic web = Traffic.ofWebSite(corpus);
        figures.add(new Measured(
                "apache_access.log: sources flagged",
                web.flaggedPercent(),
                "%",
                Budget.atMost(VISITORS),
                web.strangers().size() + " of " + web.judged().sources().size() + " sources, named below"));
        figures.add(new Listed("apache_access.log: flagged", web.strangers()));
        Traffic sshd = Traffic.ofSshd(corpus);
        figures.add(share("sshd.log: attackers flagged", sshd.expected(), 100, "5 failures within an hour; "));
        list("sshd.log: attackers", sshd.expected(), figures);
        figures.add(new Measured("sshd.log: others flagged", sshd.strangers().size(), "sources", Budget.atMost(0), ""));
        figures.add(new Listed("sshd.log: others flagged", sshd.strangers()));
    }

    private void services(String what, Map<String, Tally> tallies, List<Figure> figures) {
        tallies.forEach((service, tally) -> {
            figures.add(share(what + ", " + service, tally));
            list(what.strip() + ", " + service, tally, figures);
        });
    }

    private void list(String what, Tally tally, List<Figure> figures) {
        if (misses) {
            figures.add(new Listed(what + ": wrong", tally.misses()));
        }
    }

    private static Figure share(String what, Tally tally) {
        return new Measured(what, tally.percent(), "%", new Budget.None(), tally.toString());
    }

    private static Figure share(String what, Tally tally, double atLeast, String method) {
        return new Measured(what, tally.percent(), "%", Budget.atLeast(atLeast), method + tally);
    }
}
