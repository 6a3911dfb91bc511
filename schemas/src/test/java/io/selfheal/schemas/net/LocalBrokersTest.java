package io.selfheal.schemas.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What stands in for another address of this host is another one of loopback's. */
class LocalBrokersTest {
    private static final InetAddress OTHER = InetAddress.ofLiteral("127.0.0.2");

    @Test
    void brokersThatOnlyThisHostReachesAreNotDoubted() throws IOException {
        try (ServerSocket broker = listening("127.0.0.1")) {
            assertThat(brokers("localhost:" + broker.getLocalPort()).doubt()).isEmpty();
            assertThat(brokers("localhost:9, 127.0.0.1:" + broker.getLocalPort())
                            .doubt())
                    .isEmpty();
        }
    }

    @Test
    void brokersThatListenAtAnotherAddressTooAreDoubted() throws IOException {
        try (ServerSocket broker = listening("0.0.0.0")) {
            int port = broker.getLocalPort();

            assertThat(brokers("localhost:" + port + ",PLAINTEXT://127.0.0.1:" + port)
                            .doubt())
                    .contains("the brokers listen at 127.0.0.2 port " + port + ", too");
        }
    }

    @Test
    void brokersElsewhereAreDoubted() {
        assertThat(brokers("localhost:9092,kafka1.example.org:9092").doubt())
                .contains("the brokers are not on this host");
    }

    @Test
    void aPortThatIsNoneIsNobodys() {
        assertThat(brokers("localhost:99999").doubt()).isEmpty();
        assertThat(brokers("localhost:99999999999").doubt()).isEmpty();
    }

    /** Not for each record that comes. */
    @Test
    void isLookedAtOnceAMinute() throws IOException {
        LocalBrokers brokers;
        try (ServerSocket broker = listening("0.0.0.0")) {
            brokers = brokers("localhost:" + broker.getLocalPort());
            assertThat(brokers.doubt()).isPresent();
        }

        assertThat(brokers.doubt()).isPresent();
    }

    /** Those of the machine that the test runs on, where nobody listens at a port that was free a moment ago. */
    @Test
    void theHostsOwnAddressesAreTried() throws IOException {
        int port;
        try (ServerSocket free = listening("0.0.0.0")) {
            port = free.getLocalPort();
        }

        assertThat(new LocalBrokers("localhost:" + port).doubt()).isEmpty();
    }

    private static LocalBrokers brokers(String bootstrapServers) {
        return new LocalBrokers(bootstrapServers, () -> List.of(OTHER));
    }

    private static ServerSocket listening(String address) throws IOException {
        return new ServerSocket(0, 5, InetAddress.ofLiteral(address));
    }
}
