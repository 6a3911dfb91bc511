package io.selfheal.responder.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetentionTest {
    private static final Instant NOW = Instant.parse("2026-11-26T02:00:00Z");
    private static final Retention THREE_FOR_A_WEEK = new Retention(3, Duration.ofDays(7));

    @Test
    void keepsTheYoungestAndLetsTheOldestGoFirst() {
        List<Kept> daily = ofDays(0, 1, 2, 3, 4);

        assertThat(THREE_FOR_A_WEEK.dispensable(daily, kept -> true, NOW))
                .extracting(Kept::name)
                .containsExactly("4", "3");
    }

    @Test
    void letsGoWhatIsTooOldAlthoughFewAreKept() {
        assertThat(THREE_FOR_A_WEEK.dispensable(ofDays(0, 30), kept -> true, NOW))
                .extracting(Kept::name)
                .containsExactly("30");
    }

    @Test
    void neverLetsTheLastGoodOneGoHoweverOldItIs() {
        List<Kept> all = ofDays(0, 1, 2, 90);

        assertThat(THREE_FOR_A_WEEK.dispensable(all, kept -> kept.name().equals("90"), NOW))
                .isEmpty();
    }

    @Test
    void letsNothingGoWhileNoneIsGood() {
        assertThat(THREE_FOR_A_WEEK.dispensable(ofDays(0, 1, 2, 3, 90), kept -> false, NOW))
                .isEmpty();
    }

    @Test
    void whatAWrongClockDatedInTheFutureNeverTakesThePlaceOfTheOneJustMade() {
        assertThat(new Retention(1, Duration.ofDays(7)).dispensable(ofDays(-3650, 0, 1), kept -> true, NOW))
                .extracting(Kept::name)
                .containsExactly("-3650", "1");
    }

    private static List<Kept> ofDays(int... ages) {
        return IntStream.of(ages)
                .mapToObj(age ->
                        new Kept(Path.of("/kept/" + age), "site", NOW.minus(Duration.ofDays(age)), 1, "", 1, false, 0))
                .toList();
    }
}
