package io.selfheal.analyzer.geo;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.analyzer.Events;
import io.selfheal.schemas.event.EventOutcome;
import io.selfheal.schemas.event.Place;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.net.IpAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GeoStampTest {
    private static final Place GERMANY = new Place("DE", 64_500, "Example Net");

    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger version = new AtomicInteger(1);
    private final Places places = new Places() {
        @Override
        public @Nullable Place of(IpAddress address) {
            asked.incrementAndGet();
            return address.toString().startsWith("203.0.113.") ? GERMANY : null;
        }

        @Override
        public int version() {
            return version.get();
        }
    };
    private final GeoStamp stamp = new GeoStamp(places);

    private static SecurityEvent login(String source) {
        return new Events().login(source, Events.START, EventOutcome.FAILURE, 1);
    }

    @Test
    void asksOnceForEachSource() {
        // given
        SecurityEvent event = login("203.0.113.7");
        SecurityEvent unknown = login("198.51.100.7");

        // when
        for (int i = 0; i < 100; i++) {
            assertThat(stamp.stamp(event).origin().place()).isEqualTo(GERMANY);
            assertThat(stamp.stamp(unknown)).isSameAs(unknown);
        }

        // then
        assertThat(asked).hasValue(2);
    }

    @Test
    void asksAnewWhenTheDatabasesChanged() {
        // given
        stamp.stamp(login("203.0.113.7"));

        // when
        version.set(2);
        stamp.stamp(login("203.0.113.7"));

        // then
        assertThat(asked).hasValue(2);
    }

    @Test
    void withoutDatabasesNobodyIsAsked() {
        // given
        version.set(0);
        SecurityEvent event = login("203.0.113.7");

        // then
        assertThat(stamp.stamp(event)).isSameAs(event);
        assertThat(asked).hasValue(0);
    }

    @Test
    void leavesAPlaceThatTheWriterKnew() {
        // given
        SecurityEvent placed = login("203.0.113.7").at(new Place("FR", 0, null));

        // then
        assertThat(stamp.stamp(placed)).isSameAs(placed);
    }
}
