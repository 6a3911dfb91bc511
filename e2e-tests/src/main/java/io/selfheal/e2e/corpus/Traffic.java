package io.selfheal.e2e.corpus;

import io.selfheal.collector.parse.SourceType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What detection makes of a real day's traffic.
 *
 * @param judged what came of it
 * @param expected sources that must be flagged
 * @param strangers sources that were flagged without any sign of an attack, as the log's own words have it
 */
public record Traffic(Judged judged, Tally expected, List<String> strangers) {

    /** A host under a brute force: whoever failed five times in an hour must be flagged, nobody without a failure. */
    public static Traffic ofSshd(Corpus corpus) throws IOException {
        Path log = corpus.traffic("sshd.log");
        Failures failures = Failures.of(Files.readAllLines(log, StandardCharsets.UTF_8));
        Judged judged = Judged.of(log, SourceType.SYSLOG);
        Tally expected = new Tally();
        for (String source : failures.bruteForcers()) {
            expected.add(judged.flagged().contains(source), judged.why(source));
        }
        List<String> strangers = judged.flagged().stream()
                .filter(source -> !failures.anybody().contains(source))
                .map(judged::why)
                .toList();
        return new Traffic(judged, expected, strangers);
    }

    /** Visitors of a public site; every source that is flagged is named, to be judged by hand. */
    public static Traffic ofWebSite(Corpus corpus) throws IOException {
        Judged judged = Judged.of(corpus.traffic("apache_access.log"), SourceType.parse("apache"));
        return new Traffic(
                judged,
                new Tally(),
                judged.flagged().stream().sorted().map(judged::why).toList());
    }

    /** Flagged sources for each hundred sources. */
    public double flaggedPercent() {
        return 100.0 * judged.flagged().size() / Math.max(1, judged.sources().size());
    }
}
