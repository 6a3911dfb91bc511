package io.selfheal.enrichment.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.schemas.net.IpAddress;
import io.selfheal.schemas.verdict.Finding;
import io.selfheal.schemas.verdict.Finding.Opinion;
import io.selfheal.schemas.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictCacheTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final IpAddress A = IpAddress.parse("8.8.8.1");
    private static final IpAddress B = IpAddress.parse("8.8.8.2");

    private final VerdictCache cache = new VerdictCache(2);

    @Test
    void mergesTheFindingsOfAllProvidersIntoOneVerdict() {
        cache.merge(A, finding("virustotal", Opinion.CLEAN, NOW), NOW);

        Verdict verdict =
                cache.merge(A, finding("zscaler", Opinion.MALICIOUS, NOW), NOW).orElseThrow();

        assertThat(verdict.findings())
                .extracting(Finding::provider, Finding::opinion)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("virustotal", Opinion.CLEAN),
                        org.assertj.core.groups.Tuple.tuple("zscaler", Opinion.MALICIOUS));
    }

    @Test
    void anErrorNeverReplacesAnOpinionThatHolds() {
        cache.merge(A, finding("virustotal", Opinion.MALICIOUS, NOW), NOW);

        assertThat(cache.merge(A, finding("virustotal", Opinion.ERROR, NOW), NOW))
                .isEmpty();
        assertThat(cache.isAnswered(A, "virustotal", NOW)).isTrue();
    }

    @Test
    void anErrorIsNoAnswerAndKeepsFromAskingOnlyForItsShortTime() {
        cache.merge(A, finding("virustotal", Opinion.ERROR, NOW), NOW);

        assertThat(cache.isAnswered(A, "virustotal", NOW)).isFalse();
        assertThat(cache.isFresh(A, "virustotal", NOW)).isTrue();
        assertThat(cache.isFresh(A, "virustotal", NOW.plus(Duration.ofHours(2))))
                .isFalse();
    }

    @Test
    void ofTwoFindingsOfOneProviderTheNewerStays() {
        cache.merge(A, finding("virustotal", Opinion.MALICIOUS, NOW), NOW);

        cache.learn(new Verdict(A, NOW, List.of(finding("virustotal", Opinion.CLEAN, NOW.minusSeconds(60)))));

        Verdict verdict =
                cache.merge(A, finding("zscaler", Opinion.CLEAN, NOW), NOW).orElseThrow();
        assertThat(verdict.findings()).extracting(Finding::opinion).containsOnly(Opinion.MALICIOUS, Opinion.CLEAN);
        assertThat(verdict.findings().stream().filter(f -> f.provider().equals("virustotal")))
                .extracting(Finding::opinion)
                .containsExactly(Opinion.MALICIOUS);
    }

    @Test
    void holdsNoMoreThanItsCapacity() {
        cache.merge(A, finding("virustotal", Opinion.CLEAN, NOW), NOW);
        cache.merge(B, finding("virustotal", Opinion.CLEAN, NOW), NOW);
        cache.isAnswered(A, "virustotal", NOW);

        cache.merge(IpAddress.parse("8.8.8.3"), finding("virustotal", Opinion.CLEAN, NOW), NOW);

        assertThat(cache.size()).isEqualTo(2);
        assertThat(cache.isAnswered(B, "virustotal", NOW)).isFalse();
        assertThat(cache.isAnswered(A, "virustotal", NOW)).isTrue();
    }

    @Test
    void countsWhatAProviderWasAskedSinceMidnight() {
        cache.learn(new Verdict(A, NOW, List.of(finding("virustotal", Opinion.CLEAN, NOW))));
        cache.learn(new Verdict(B, NOW, List.of(finding("virustotal", Opinion.CLEAN, NOW.minus(Duration.ofDays(1))))));

        assertThat(cache.askedSince("virustotal", Instant.parse("2026-11-21T00:00:00Z")))
                .isEqualTo(1);
    }

    private static Finding finding(String provider, Opinion opinion, Instant at) {
        int points = opinion == Opinion.MALICIOUS ? 20 : 0;
        return new Finding(provider, opinion, points, "said so", null, at, at.plus(Duration.ofHours(1)));
    }
}
