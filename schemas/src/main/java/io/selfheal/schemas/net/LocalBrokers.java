package io.selfheal.schemas.net;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether nobody but this host writes to the brokers, so that records without a signature may be believed. Brokers on
 * loopback may listen at the host's other addresses, too; that is tried, by connecting. A listener for others at another
 * port than those of {@code bootstrap.servers} is not found.
 */
public final class LocalBrokers {
    /** With an address of this host; one that a firewall leaves without an answer costs as much. */
    private static final Duration PATIENCE = Duration.ofMillis(200);
    /** A broker does not listen elsewhere without being started again. */
    private static final long GOOD_NANOS = Duration.ofMinutes(1).toNanos();

    private static final int MOST_ADDRESSES = 16;

    private final String bootstrapServers;
    private final Supplier<List<InetAddress>> addresses;
    private @Nullable Look last;

    /** @param bootstrapServers as Kafka's {@code bootstrap.servers} */
    public LocalBrokers(String bootstrapServers) {
        this(bootstrapServers, LocalBrokers::otherAddresses);
    }

    /** @param addresses of this host, loopback left out */
    public LocalBrokers(String bootstrapServers, Supplier<List<InetAddress>> addresses) {
        this.bootstrapServers = bootstrapServers;
        this.addresses = addresses;
    }

    /** Why somebody else may write there; empty if nobody does. Looks once a minute. */
    public synchronized Optional<String> doubt() {
        Look known = last;
        if (known == null || System.nanoTime() - known.nanos() > GOOD_NANOS) {
            known = new Look(System.nanoTime(), look());
            last = known;
        }
        return known.doubt();
    }

    private record Look(long nanos, Optional<String> doubt) {}

    private Optional<String> look() {
        if (!Loopback.areBrokers(bootstrapServers)) {
            return Optional.of("the brokers are not on this host");
        }
        List<InetAddress> others = addresses.get();
        List<String> open = Arrays.stream(bootstrapServers.split(",", -1))
                .map(LocalBrokers::port)
                .distinct()
                .flatMap(port -> others.stream()
                        .map(InetAddress::getHostAddress)
                        .filter(address ->
                                TcpPort.failure(address, port, PATIENCE).isEmpty())
                        .map(address -> address + " port " + port))
                .sorted()
                .toList();
        return open.isEmpty()
                ? Optional.empty()
                : Optional.of("the brokers listen at " + String.join(", ", open) + ", too");
    }

    /** 0, where nobody listens, if it is none. */
    private static int port(String broker) {
        String port = broker.strip().substring(broker.strip().lastIndexOf(':') + 1);
        return port.length() > 5 ? 0 : Integer.parseInt(port);
    }

    private static List<InetAddress> otherAddresses() {
        try (Stream<NetworkInterface> interfaces = NetworkInterface.networkInterfaces()) {
            return interfaces
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .limit(MOST_ADDRESSES)
                    .toList();
        } catch (SocketException e) {
            return List.of();
        }
    }
}
