package io.selfheal.enrichment.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.enrichment.queue.LookupQueue.Offer;
import io.selfheal.schemas.net.IpAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class LookupQueueTest {
    private static final IpAddress A = IpAddress.parse("8.8.8.1");
    private static final IpAddress B = IpAddress.parse("8.8.8.2");
    private static final IpAddress C = IpAddress.parse("8.8.8.3");

    @Test
    void givesTheHighestScoreFirstAndTheOldestAmongEquals() {
        LookupQueue queue = new LookupQueue(10);
        queue.offer(A, 40);
        queue.offer(B, 90);
        queue.offer(C, 40);

        List<IpAddress> order = queue.take(3).stream().map(Lookup::address).toList();

        assertThat(order).containsExactly(B, A, C);
    }

    @Test
    void keepsOneEntryForAnAddressAndRaisesItsScoreInPlace() {
        LookupQueue queue = new LookupQueue(10);
        queue.offer(A, 40);
        queue.offer(B, 50);

        assertThat(queue.offer(A, 95)).isEqualTo(Offer.ALREADY_WAITS);
        assertThat(queue.offer(A, 30)).isEqualTo(Offer.ALREADY_WAITS);

        assertThat(queue.size()).isEqualTo(2);
        Lookup first = queue.take(1).getFirst();
        assertThat(first.address()).isEqualTo(A);
        assertThat(first.score()).isEqualTo(95);
    }

    @Test
    void dropsTheLowestWhenFull() {
        LookupQueue queue = new LookupQueue(2);
        queue.offer(A, 40);
        queue.offer(B, 50);

        assertThat(queue.offer(C, 30)).isEqualTo(Offer.DROPPED);
        assertThat(queue.offer(C, 60)).isEqualTo(Offer.ADDED_LOWEST_DROPPED);

        assertThat(queue.take(5).stream().map(Lookup::address)).containsExactly(C, B);
    }

    @Test
    void whatIsPutBackKeepsItsPlaceAndItsAttempts() {
        LookupQueue queue = new LookupQueue(10);
        queue.offer(A, 40);
        queue.offer(B, 40);
        Lookup taken = queue.take(1).getFirst();

        queue.putBack(taken.failedOnce());

        assertThat(queue.take(1).getFirst()).isEqualTo(new Lookup(A, 40, 0, 1));
    }
}
