package io.selfheal.node.doctor;

import io.selfheal.responder.config.ResponderConfig;
import io.selfheal.schemas.net.Loopback;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Whom a node without keys believes. Brokers of this host are taken for reached by this host only; whether they are is
 * tried at its other addresses.
 */
final class TrustExamination implements Examination {
    private static final String ABOUT = "trust";
    private static final String KEYS = "name the keys of who decides and orders under trust.keys";
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final int MOST_ADDRESSES = 16;

    private final Supplier<List<InetAddress>> addresses;

    TrustExamination() {
        this(TrustExamination::ofThisHost);
    }

    /** @param addresses of this host, loopback left out */
    TrustExamination(Supplier<List<InetAddress>> addresses) {
        this.addresses = addresses;
    }

    @Override
    public List<Finding> look(Node node) {
        ResponderConfig config = node.responder();
        if (config == null || !config.trust().keys().isEmpty()) {
            return List.of();
        }
        if (config.trust().unsigned()) {
            return List.of(Finding.warning(
                    ABOUT,
                    "whoever can write to the brokers is believed: trust.unsigned",
                    KEYS + "; trust.unsigned is for tests"));
        }
        String bootstrap = config.kafka().bootstrap();
        if (!Loopback.areBrokers(bootstrap)) {
            return List.of(Finding.warning(
                    ABOUT, "nothing that the fleet decides or orders is believed here: there are no keys", KEYS));
        }
        List<InetAddress> others = addresses.get();
        Set<String> open = new TreeSet<>();
        for (String broker : bootstrap.split(",", -1)) {
            int port = Integer.parseInt(broker.substring(broker.lastIndexOf(':') + 1));
            others.stream()
                    .filter(address -> TcpPort.failure(address.getHostAddress(), port, PATIENCE)
                            .isEmpty())
                    .forEach(address -> open.add(address.getHostAddress() + " port " + port));
        }
        return open.isEmpty()
                ? List.of(Finding.ok(ABOUT, "unsigned, from brokers that only this host reaches"))
                : List.of(Finding.warning(
                        ABOUT,
                        "whoever can write to the brokers is believed, and they listen at " + String.join(", ", open),
                        KEYS + ", or let the brokers listen on loopback only"));
    }

    private static List<InetAddress> ofThisHost() {
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
