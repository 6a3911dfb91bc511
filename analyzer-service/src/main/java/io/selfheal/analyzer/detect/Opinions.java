package io.selfheal.analyzer.detect;

import io.selfheal.analyzer.profile.Opinion;
import io.selfheal.schemas.verdict.Finding;
import io.selfheal.schemas.verdict.Verdict;
import java.util.Comparator;
import java.util.List;

/**
 * What of a verdict is kept: malicious findings, which have points, and that a provider answered otherwise, so that
 * whoever reads a decision sees who was consulted. An error or a limit is no answer.
 */
final class Opinions {
    private Opinions() {}

    static List<Opinion> of(Verdict verdict) {
        return verdict.findings().stream()
                .filter(Opinions::isAnswer)
                .map(f -> new Opinion(f.provider(), f.points(), words(f), f.checkedAt(), f.expires()))
                .sorted(Comparator.comparingInt(Opinion::points).reversed())
                .toList();
    }

    private static boolean isAnswer(Finding finding) {
        return switch (finding.opinion()) {
            case MALICIOUS, CLEAN, UNKNOWN -> true;
            case LIMITED, ERROR -> false;
        };
    }

    /** What the provider says, and its page about the address: both stand in the alert (ENR-08). */
    private static String words(Finding finding) {
        return finding.link() == null ? finding.summary() : finding.summary() + "; " + finding.link();
    }
}
