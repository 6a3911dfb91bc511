package io.selfheal.responder.firewall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.selfheal.schemas.net.Cidr;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every firewall must do; run on each of them. */
abstract class FirewallContract {
    static final Cidr A = Cidr.parse("192.0.2.1");
    static final Cidr B = Cidr.parse("192.0.2.2");
    static final Cidr SIX = Cidr.parse("2001:db8::7");
    static final Cidr NET = Cidr.parse("198.51.100.0/24");
    static final Cidr NET_LOW = Cidr.parse("198.51.100.0/25");
    static final Cidr NET_HIGH = Cidr.parse("198.51.100.128/25");
    static final Cidr NET_SIX = Cidr.parse("2001:db8:1::/64");
    static final Duration HOUR = Duration.ofHours(1);

    abstract Firewall firewall();

    /** Whether blocks end by themselves, rather than by the reconciler. */
    boolean endsBlocksByItself() {
        return true;
    }

    /** Whether it has a place of its own that has to be made first. */
    boolean hasItsOwnPlace() {
        return true;
    }

    /** Whether that place goes when all of ours is removed. */
    boolean goesWithItsBlocks() {
        return hasItsOwnPlace();
    }

    /** How many blocks it must take at once. */
    int many() {
        return 45_000;
    }

    static Change install() {
        return new Change(true, Map.of(), Map.of(), Set.of(), null);
    }

    static Change add(Map<Cidr, Duration> add) {
        return new Change(false, add, Map.of(), Set.of(), null);
    }

    static Change refresh(Map<Cidr, Duration> refresh) {
        return new Change(false, Map.of(), refresh, Set.of(), null);
    }

    static Change remove(Set<Cidr> remove) {
        return new Change(false, Map.of(), Map.of(), remove, null);
    }

    static Change networks(Map<Cidr, Duration> networks) {
        return new Change(false, Map.of(), Map.of(), Set.of(), networks);
    }

    @Test
    void holdsNothingBeforeItIsInstalled() throws Exception {
        assumeThat(hasItsOwnPlace()).isTrue();

        assertThat(firewall().held().inPlace()).isFalse();
        assertThatThrownBy(() -> firewall().apply(add(Map.of(A, HOUR)))).isInstanceOf(FirewallException.class);
    }

    @Test
    void installsTwiceWithoutLosingWhatItHolds() throws Exception {
        firewall().apply(install());
        firewall().apply(add(Map.of(A, HOUR)));

        firewall().apply(install());

        assertThat(firewall().held().inPlace()).isTrue();
        assertThat(firewall().held().remaining()).containsOnlyKeys(A);
    }

    @Test
    void holdsBothFamiliesAndNetworksWithTheirTimes() throws Exception {
        firewall()
                .apply(new Change(
                        true, Map.of(A, HOUR, SIX, HOUR), Map.of(), Set.of(), Map.of(NET, HOUR, NET_SIX, HOUR)));

        Held held = firewall().held();

        assertThat(held.remaining()).containsOnlyKeys(A, SIX, NET, NET_SIX);
        assertThat(held.remaining().values())
                .allSatisfy(left -> assertThat(left).isBetween(HOUR.minusMinutes(2), HOUR));
    }

    @Test
    void givesAHeldAddressANewTimeInBothDirections() throws Exception {
        firewall().apply(install());
        firewall().apply(add(Map.of(A, HOUR, B, HOUR)));

        firewall().apply(refresh(Map.of(A, HOUR.multipliedBy(5), B, Duration.ofMinutes(10))));

        assertThat(firewall().held().remaining().get(A)).isBetween(HOUR.multipliedBy(4), HOUR.multipliedBy(5));
        assertThat(firewall().held().remaining().get(B)).isLessThanOrEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void refreshesAnAddressThatHasGoneMeanwhile() throws Exception {
        firewall().apply(install());

        firewall().apply(refresh(Map.of(A, HOUR)));

        assertThat(firewall().held().remaining()).containsOnlyKeys(A);
    }

    @Test
    void removesOnlyWhatIsNamedAndForgivesWhatIsAbsent() throws Exception {
        firewall().apply(install());
        firewall().apply(add(Map.of(A, HOUR, SIX, HOUR)));

        firewall().apply(remove(Set.of(A, B)));

        assertThat(firewall().held().remaining()).containsOnlyKeys(SIX);
    }

    @Test
    void replacesNetworksByOnesThatOverlapThem() throws Exception {
        firewall().apply(install());
        firewall().apply(networks(Map.of(NET, HOUR)));

        firewall().apply(networks(Map.of(NET_LOW, HOUR, NET_HIGH, HOUR.multipliedBy(2))));
        assertThat(firewall().held().remaining()).containsOnlyKeys(NET_LOW, NET_HIGH);

        firewall().apply(networks(Map.of(NET, HOUR)));
        assertThat(firewall().held().remaining()).containsOnlyKeys(NET);
    }

    @Test
    void takesAHeldAddressAgainWithoutComplaint() throws Exception {
        firewall().apply(install());
        firewall().apply(add(Map.of(A, HOUR)));

        firewall().apply(add(Map.of(A, HOUR)));

        assertThat(firewall().held().remaining()).containsOnlyKeys(A);
    }

    @Test
    void endsBlocksOrTellsThatTheyHaveEnded() throws Exception {
        firewall().apply(install());

        firewall().apply(add(Map.of(A, Duration.ofSeconds(2), B, HOUR)));

        assertThat(firewall().held().remaining()).containsOnlyKeys(A, B);
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            Map<Cidr, Duration> held = firewall().held().remaining();
            assertThat(held.getOrDefault(A, Duration.ZERO)).isZero();
            assertThat(held.containsKey(A)).isNotEqualTo(endsBlocksByItself());
            assertThat(held.get(B)).isPositive();
        });
    }

    @Test
    void takesVeryManyAtOnce() throws Exception {
        Map<Cidr, Duration> many = new HashMap<>();
        for (int i = 0; i < many(); i++) {
            many.put(Cidr.parse("10." + (i >> 16) + "." + ((i >> 8) & 255) + "." + (i & 255)), HOUR);
        }
        firewall().apply(install());

        firewall().apply(add(many));

        // While the kernel's hash table grows after a large load, a listing can miss elements that are there.
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(firewall().held().remaining()).hasSize(many()));
    }

    @Test
    void isUsableByWhatItSaysItself() throws Exception {
        firewall().probe();

        assertThat(firewall().name()).matches("[a-z]+");
        assertThat(firewall().weaknesses()).doesNotContain("").doesNotHaveDuplicates();
        assertThat(firewall().maxEntries()).isGreaterThanOrEqualTo(many());
    }

    @Test
    void removesAllOfItsOwnAndCanDoSoTwice() throws Exception {
        firewall().apply(install());
        firewall().apply(add(Map.of(A, HOUR)));

        firewall().removeAll();
        firewall().removeAll();

        assertThat(firewall().held().inPlace()).isNotEqualTo(goesWithItsBlocks());
        assertThat(firewall().held().remaining()).isEmpty();
    }
}
