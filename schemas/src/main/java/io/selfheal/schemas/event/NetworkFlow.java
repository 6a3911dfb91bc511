package io.selfheal.schemas.event;

import io.selfheal.schemas.net.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * A packet that a firewall or an intrusion detection system wrote down.
 *
 * @param origin where and when
 * @param action drop, accept or alert
 * @param destination {@code destination.ip}; null when unknown
 * @param destinationPort {@code destination.port}, 0 when the protocol has none
 * @param transport {@code network.transport} in lower case: {@code tcp}, {@code udp}, {@code icmp}, …
 * @param rule {@code rule.name}: the log prefix or signature, bounded; null when there is none
 */
public record NetworkFlow(
        Origin origin,
        EventAction action,
        @Nullable IpAddress destination,
        int destinationPort,
        String transport,
        @Nullable String rule)
        implements SecurityEvent {
    public NetworkFlow {
        if (destinationPort < 0 || destinationPort > 65_535) {
            throw new IllegalArgumentException(
                    "destination.port " + destinationPort + " is out of range; allowed: 0 to 65535");
        }
    }

    @Override
    public EventOutcome outcome() {
        return action == EventAction.FIREWALL_ACCEPT ? EventOutcome.SUCCESS : EventOutcome.FAILURE;
    }
}
