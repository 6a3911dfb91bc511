package io.selfheal.collector.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.collector.tail.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InFlightWindowTest {
    private final InFlightWindow window = new InFlightWindow(3, 1000);
    private final List<Long> done = new ArrayList<>();
    private final Progress progress = new Progress() {
        @Override
        public void sent() {
            sent++;
        }

        @Override
        public void acknowledged(long end, Object place) {
            done.add(end);
        }
    };
    private int sent;

    @BeforeEach
    void take() {
        window.lock().lock();
    }

    @AfterEach
    void giveBack() {
        window.lock().unlock();
    }

    @Test
    void passesProgressOnInOrderHoweverKafkaAcknowledges() {
        Acknowledgement first = claim(1, 10);
        Acknowledgement second = claim(2, 10);
        second.acknowledged();
        window.release();
        assertThat(done).isEmpty();
        first.acknowledged();
        window.release();
        assertThat(done).containsExactly(1L, 2L);
        assertThat(sent).isEqualTo(2);
        assertThat(window.inFlight()).isZero();
    }

    @Test
    void whoWaitsForRoomWhileEverythingBeginsAgainGetsNone() throws Exception {
        InFlightWindow full = new InFlightWindow(1, 1000);
        locked(full, () -> full.claim(progress, 1, "", 10));
        FutureTask<Optional<Acknowledgement>> waiting =
                new FutureTask<>(() -> locked(full, () -> full.claim(progress, 2, "", 10)));
        Thread.ofVirtual().start(waiting);
        Awaitility.await().until(() -> locked(full, full::isAwaited).orElseThrow());
        locked(full, () -> {
            full.reset();
            full.resume();
            return null;
        });

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isEmpty();
        assertThat(locked(full, () -> full.claim(progress, 3, "", 10))).isPresent();
    }

    private static <T> Optional<T> locked(InFlightWindow window, Supplier<@Nullable T> action) {
        window.lock().lock();
        try {
            return Optional.ofNullable(action.get());
        } finally {
            window.lock().unlock();
        }
    }

    @Test
    void hasNoRoomBeyondItsCapacityUntilTheOldestIsAcknowledged() {
        Acknowledgement first = claim(1, 10);
        claim(2, 10);
        claim(3, 10);
        assertThat(window.claim(progress, 4, "", 10)).isNull();
        first.acknowledged();
        assertThat(window.claim(progress, 4, "", 10)).isNotNull();
        assertThat(done).containsExactly(1L);
    }

    @Test
    void hasNoRoomBeyondItsBytesExceptForASingleLargeEvent() {
        Acknowledgement large = claim(1, 5000);
        assertThat(window.claim(progress, 2, "", 1)).isNull();
        large.acknowledged();
        assertThat(window.claim(progress, 2, "", 1)).isNotNull();
    }

    @Test
    void passesProgressOnInOrderWhileItGrowsToItsCapacity() {
        InFlightWindow large = new InFlightWindow(1_000, 1_000_000);
        int most = locked(large, () -> fillAndDrain(large)).orElseThrow();

        assertThat(most).as("the window was full at times").isEqualTo(1_000);
        assertThat(done).hasSizeGreaterThan(2_000).isSorted().doesNotHaveDuplicates();
        assertThat(done.getLast()).isEqualTo(done.size() - 1);
    }

    /** Events 0, 1, 2 and so on, acknowledged in any order until none is open; most that were open at once. */
    private int fillAndDrain(InFlightWindow large) {
        Random random = new Random(7);
        List<Acknowledgement> open = new ArrayList<>();
        long given = 0;
        int most = 0;
        for (int round = 0; round < 400; round++) {
            for (int i = random.nextInt(40); i > 0 && large.inFlight() < 1_000; i--) {
                open.add(Objects.requireNonNull(large.claim(progress, given++, "", 10)));
            }
            for (int i = random.nextInt(1 + Math.min(36, open.size())); i > 0; i--) {
                open.remove(random.nextInt(open.size())).acknowledged();
            }
            large.release();
            most = Math.max(most, large.inFlight());
        }
        open.forEach(Acknowledgement::acknowledged);
        large.release();
        return most;
    }

    @Test
    void ignoresLateNewsOfEventsFromBeforeAReset() {
        Acknowledgement old = claim(1, 10);
        old.failed(new IllegalStateException("gone"));
        assertThat(window.failure()).isNotNull();
        assertThat(window.claim(progress, 2, "", 1)).isNull();
        window.reset();
        assertThat(window.failure()).isNull();
        assertThat(window.claim(progress, 2, "", 1)).as("no connection yet").isNull();
        window.resume();
        claim(2, 10);
        old.acknowledged();
        old.failed(new IllegalStateException("late"));
        window.release();
        assertThat(done).isEmpty();
        assertThat(window.failure()).isNull();
        assertThat(window.acknowledged())
                .as("what was forgotten is not acknowledged")
                .isZero();
    }

    private Acknowledgement claim(long end, int size) {
        return Objects.requireNonNull(window.claim(progress, end, "", size));
    }
}
