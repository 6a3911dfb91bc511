package io.selfheal.analyzer.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept aside, the newest bucket and the last sum, must not show in any answer. */
class WindowCountTest {
    private static final int[] WINDOWS = {60, 600, 3_600, 86_400};
    private static final int[] BUCKETS = {10, 60, 300, 3_600};
    private static final int BEGIN = 1_700_000_000;

    private record Added(int second, int times) {}

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 90, 2_000})
    void aBusyCountAnswersLikeAListOfAllThatHappened(int pace) {
        Random random = new Random(pace);
        WindowCount count = new WindowCount();
        List<Added> all = new ArrayList<>();
        int now = BEGIN;
        count.add(now, 20);
        all.add(new Added(now, 20));
        for (int i = 0; i < 3_000; i++) {
            now += random.nextInt(pace + 1);
            int times = 1 + random.nextInt(3);
            count.add(now, times);
            all.add(new Added(now, times));
            int which = random.nextInt(WINDOWS.length);

            assertThat(count.within(now, WINDOWS[which])).isEqualTo(expected(all, now, which));
        }
    }

    /** Exact to one bucket: those count that the window touches, without the one in which it begins. */
    private static int expected(List<Added> all, int now, int which) {
        int first = (now - WINDOWS[which]) / BUCKETS[which] + 1;
        return all.stream()
                .filter(added -> added.second() / BUCKETS[which] >= first)
                .mapToInt(Added::times)
                .sum();
    }
}
