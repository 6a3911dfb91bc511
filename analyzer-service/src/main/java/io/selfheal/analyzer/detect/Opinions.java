package io.selfheal.analyzer.detect;

import io.selfheal.analyzer.profile.Opinion;
import io.selfheal.schemas.verdict.Finding;
import io.selfheal.schemas.verdict.Verdict;
import java.util.List;

/** What of a verdict counts: only malicious findings have points; clean, unknown and errors change nothing. */
final class Opinions {
    private Opinions() {}

    static List<Opinion> of(Verdict verdict) {
        return verdict.findings().stream()
                .filter(finding -> finding.opinion() == Finding.Opinion.MALICIOUS && finding.points() > 0)
                .map(f -> new Opinion(f.provider(), f.points(), words(f), f.checkedAt(), f.expires()))
                .toList();
    }

    /** What the provider says, and its page about the address: both stand in the alert (ENR-08). */
    private static String words(Finding finding) {
        return finding.link() == null ? finding.summary() : finding.summary() + "; " + finding.link();
    }
}
