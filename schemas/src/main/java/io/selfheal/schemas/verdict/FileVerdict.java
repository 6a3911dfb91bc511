package io.selfheal.schemas.verdict;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What threat intelligence says of a file, by its hash, and where people were told of it. The topic is compacted and is
 * the memory: a hash is neither asked about nor told of again before its time, also after a restart.
 *
 * @param sha256 of the file, 64 lower-case hexadecimal digits
 * @param time when the record was made
 * @param finding the provider's answer; without points, since no score is made of it
 * @param threat what the provider calls the malware; empty when it does not, text of a third party
 * @param told when people were last told of this finding, by host; at most {@value #MAX_TOLD}
 */
public record FileVerdict(String sha256, Instant time, Finding finding, String threat, Map<String, Instant> told) {
    public static final int MAX_TOLD = 200;

    /** How long nothing is told again. */
    private static final Duration QUIET = Duration.ofDays(1);

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    public FileVerdict {
        if (!isHash(sha256)) {
            throw new IllegalArgumentException("sha256 is no hash; allowed: 64 of 0-9 and a-f");
        }
        if (told.size() > MAX_TOLD) {
            throw new IllegalArgumentException("told of " + told.size() + " hosts; allowed: up to " + MAX_TOLD);
        }
        told = Collections.unmodifiableMap(new LinkedHashMap<>(told));
    }

    /** Whether a text can be the hash of a file; only such a text may go into a question. */
    public static boolean isHash(String text) {
        return SHA256.matcher(text).matches();
    }

    /**
     * Whether people have not heard of it within a day: of malware on this host, of anything else on any host, so that a
     * program which lies on a hundred hosts is told of once.
     */
    public boolean isNewsOn(String host, Instant now) {
        Instant latest = finding.opinion() == Finding.Opinion.MALICIOUS
                ? told.get(host)
                : told.values().stream().max(Comparator.naturalOrder()).orElse(null);
        return latest == null || !now.isBefore(latest.plus(QUIET));
    }

    /** The same with people told of it on a host; the host that was told of longest ago leaves when there are too many. */
    public FileVerdict toldOn(String host, Instant now) {
        Map<String, Instant> more = new LinkedHashMap<>(told);
        more.put(host, now);
        if (more.size() > MAX_TOLD) {
            more.entrySet().stream()
                    .min(Map.Entry.comparingByValue())
                    .map(Map.Entry::getKey)
                    .ifPresent(more::remove);
        }
        return new FileVerdict(sha256, now, finding, threat, more);
    }
}
