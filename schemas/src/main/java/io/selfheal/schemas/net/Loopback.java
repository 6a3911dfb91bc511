package io.selfheal.schemas.net;

import java.util.Arrays;
import java.util.regex.Pattern;

/** Whether something is on this host: then whoever reaches it is on it, too. */
public final class Loopback {
    /** Kafka's own reading of an address: {@code host:port}, {@code [ipv6]:port}, either behind {@code PROTOCOL://}. */
    private static final Pattern BROKER =
            Pattern.compile("(?:[0-9a-zA-Z\\-%._]*://)?(\\[[^\\]]*\\]|[^:\\[\\]]*):[0-9]+");

    private static final Cidr IPV4 = Cidr.parse("127.0.0.0/8");
    private static final Cidr IPV6 = Cidr.parse("::1/128");

    private Loopback() {}

    /**
     * Whether a host is this one: an address, an IPv6 one with or without brackets, or {@code localhost}. What another
     * name stands for is somebody else's to say.
     */
    public static boolean isHost(String host) {
        IpAddress address = IpAddress.tryParse(
                host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host);
        return address == null ? host.equalsIgnoreCase("localhost") : IPV4.contains(address) || IPV6.contains(address);
    }

    /** Whether all brokers of {@code bootstrap.servers} are on this host. */
    public static boolean areBrokers(String bootstrapServers) {
        return Arrays.stream(bootstrapServers.split(",", -1))
                .map(broker -> BROKER.matcher(broker.strip()))
                .allMatch(parts -> parts.matches() && isHost(parts.group(1)));
    }
}
