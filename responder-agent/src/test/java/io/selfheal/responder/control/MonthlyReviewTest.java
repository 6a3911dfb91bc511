package io.selfheal.responder.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MonthlyReviewTest {
    @Test
    void countsWhoIsBlockedAndWhoIsAllowedToNoUse() {
        MonthlyReview review = new MonthlyReview((request, user) -> "decisions".equals(request.get("command"))
                ? Map.of("ok", true, "total", 12L)
                : Map.of(
                        "ok",
                        true,
                        "total",
                        3L,
                        "allowed",
                        List.of(
                                Map.of("network", "192.0.2.1", "lastHit", ""),
                                Map.of("network", "192.0.2.2", "lastHit", "2026-11-01T00:00:00Z"),
                                Map.of("network", "192.0.2.3", "lastHit", ""))));

        assertThat(review.get())
                .isEqualTo("12 targets are decided on (selfheal decisions), 2 of 3 allowlist entries kept no block away"
                        + " (selfheal allow)");
    }

    @Test
    void aBusyNodeIsNoReasonToSayNothing() {
        MonthlyReview review = new MonthlyReview((request, user) -> Map.of("ok", false, "error", "busy"));

        assertThat(review.get()).startsWith("? targets are decided on");
    }
}
