package io.selfheal.responder.isolate;

import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.net.IpAddress;
import java.util.List;
import java.util.Set;

/**
 * What an isolated host may still speak with.
 *
 * @param brokers over which it is released
 * @param nameServers asked for the brokers' names; empty when the configuration has addresses only
 * @param administrators who may come in over SSH
 * @param sshPort where
 */
public record WayOut(Set<Broker> brokers, List<IpAddress> nameServers, List<Cidr> administrators, int sshPort) {
    /** A broker's address and port. */
    public record Broker(IpAddress address, int port) {}

    public WayOut {
        brokers = Set.copyOf(brokers);
        nameServers = List.copyOf(nameServers);
        administrators = List.copyOf(administrators);
    }
}
