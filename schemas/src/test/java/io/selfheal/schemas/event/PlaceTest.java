package io.selfheal.schemas.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.selfheal.schemas.codec.Codecs;
import io.selfheal.schemas.net.IpAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlaceTest {
    private static final GeoPoint BERLIN = new GeoPoint(52.52, 13.405);

    @Test
    void measuresTheWayBetweenTwoPoints() {
        assertThat(BERLIN.kilometresTo(new GeoPoint(-33.8688, 151.2093))).isCloseTo(16_090, within(30.0));
        assertThat(new GeoPoint(0, 179.9).kilometresTo(new GeoPoint(0, -179.9))).isCloseTo(22.2, within(0.1));
        assertThat(new GeoPoint(90, 0).kilometresTo(new GeoPoint(-90, 0))).isCloseTo(20_015, within(5.0));
        assertThat(BERLIN.kilometresTo(BERLIN)).isZero();
    }

    @Test
    void keepsFourDecimals() {
        assertThat(new GeoPoint(52.519_999_9, -0.000_01)).isEqualTo(new GeoPoint(52.52, 0));
    }

    @Test
    void refusesWhatIsNotOnTheEarth() {
        assertThatThrownBy(() -> new GeoPoint(90.1, 0)).hasMessageContaining("allowed: -90 to 90");
        assertThatThrownBy(() -> new GeoPoint(0, 181)).hasMessageContaining("source.geo.location.lon 181.0");
        assertThatThrownBy(() -> new GeoPoint(Double.NaN, 0)).hasMessageContaining("NaN");
    }

    @Test
    void everyKindOfEventKeepsAllButItsPlace() throws Exception {
        // given
        Origin origin = new Origin(
                "1",
                Instant.EPOCH,
                "web-1",
                "test",
                IpAddress.parse("203.0.113.7"),
                4,
                null,
                2,
                "p",
                3,
                new LogPosition("/l", 9),
                "m");
        Place place = new Place("DE", 64_500, "Example Net", BERLIN);
        List<SecurityEvent> events = List.of(
                new Authentication(origin, EventAction.LOGIN, EventOutcome.FAILURE, "ssh", "u", true, "password", "r"),
                new HttpRequest(origin, "GET", "/x", "1.1", 404, 9, "ref", "agent", "host", "u"),
                new ApplicationError(origin, EventAction.HTTP_ERROR, EventOutcome.FAILURE, "l", "m", "r", "/u", "u"),
                new NetworkFlow(origin, EventAction.FIREWALL_DROP, IpAddress.parse("192.0.2.1"), 22, "tcp", "rule"),
                new ServiceState(origin, EventAction.SERVICE_FAILED, "nginx.service", "exit-code"),
                new Report(
                        origin, ThreatType.MALWARE_DETECTED, ReportedSeverity.CRITICAL, "u", Map.of("file", "/tmp/x")));

        for (SecurityEvent event : events) {
            // when
            SecurityEvent placed = event.at(place);

            // then
            assertThat(placed.origin().place()).isEqualTo(place);
            assertThat(placed.at(new Place(null, 0, null)).toString())
                    .isEqualTo(event.at(new Place(null, 0, null)).toString());
            assertThat(Codecs.SECURITY_EVENT.decode(Codecs.SECURITY_EVENT.encode(placed)))
                    .isEqualTo(placed);
        }
    }
}
