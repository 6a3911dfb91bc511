package io.selfheal.analyzer.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.net.IpAddress;
import io.selfheal.schemas.policy.AllowEntry;
import io.selfheal.schemas.policy.DenyEntry;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeniedTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void aWideEntryWhoseTimeIsOverHidesNoNarrowOne() {
        DenyEntry over = entry("198.51.100.0/24", NOW.minusSeconds(1));
        DenyEntry holds = entry("198.51.100.7", null);
        Denied denied = Denied.of(List.of(over, holds));

        assertThat(denied.match(IpAddress.parse("198.51.100.7"), NOW)).isEqualTo(holds);
        assertThat(denied.match(IpAddress.parse("198.51.100.8"), NOW)).isNull();
        assertThat(denied.match(IpAddress.parse("198.51.100.8"), NOW.minusSeconds(2)))
                .isEqualTo(over);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0/0", "0.0.0.0/7", "::/0", "2000::/3"})
    void aNetworkThatIsNearlyEverybodyIsRefused(String network) {
        assertThatThrownBy(() -> entry(network, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(network)
                .hasMessageContaining("allowed: /");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0/0", "128.0.0.0/1", "::/0", "2000::/3"})
    void norIsSuchANetworkAllowed(String network) {
        assertThatThrownBy(() -> new AllowEntry(Cidr.parse(network), "everybody", "anna", null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(network)
                .hasMessageContaining("allowed: /");
    }

    private static DenyEntry entry(String network, @org.jspecify.annotations.Nullable Instant expires) {
        return new DenyEntry(Cidr.parse(network), "feed", "anna", expires);
    }
}
