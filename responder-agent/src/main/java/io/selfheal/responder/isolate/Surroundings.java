package io.selfheal.responder.isolate;

import io.selfheal.responder.guard.Protected;
import io.selfheal.responder.guard.ProtectedSource;
import io.selfheal.responder.isolate.WayOut.Broker;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.net.IpAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds out whom this host must still be able to speak with.
 *
 * @param bootstrap the brokers of the configuration: HOST:PORT, separated by commas
 * @param names resolves a broker's name, or says that it cannot
 * @param nameServers this host's
 * @param allowlists whose networks may come in over SSH
 * @param sshPort where sshd listens
 */
public record Surroundings(
        String bootstrap, Names names, ProtectedSource nameServers, List<ProtectedSource> allowlists, int sshPort) {
    /** Resolves a name. */
    @FunctionalInterface
    public interface Names {
        InetAddress[] resolve(String host) throws IOException;
    }

    public Surroundings {
        allowlists = List.copyOf(allowlists);
    }

    /** @throws IOException if a broker's name does not resolve: nobody could release the host over it */
    WayOut look() throws IOException {
        Set<Broker> brokers = new HashSet<>();
        for (String broker : bootstrap.split(",", -1)) {
            int colon = broker.lastIndexOf(':');
            int port = Integer.parseInt(broker.substring(colon + 1));
            for (InetAddress address : names.resolve(host(broker))) {
                IpAddress ip = IpAddress.tryParse(address.getHostAddress().replaceFirst("%.*", ""));
                if (ip != null) {
                    brokers.add(new Broker(ip, port));
                }
            }
        }
        return with(brokers);
    }

    /** The same with brokers that were found before. */
    WayOut with(Set<Broker> brokers) throws IOException {
        List<IpAddress> servers = new ArrayList<>();
        if (needsNames()) {
            for (Protected server : nameServers.read()) {
                servers.add(server.network().address());
            }
        }
        List<Cidr> administrators = new ArrayList<>();
        for (ProtectedSource list : allowlists) {
            list.read().forEach(entry -> administrators.add(entry.network()));
        }
        return new WayOut(brokers, servers, administrators, sshPort);
    }

    private boolean needsNames() {
        for (String broker : bootstrap.split(",", -1)) {
            if (IpAddress.tryParse(host(broker)) == null) {
                return true;
            }
        }
        return false;
    }

    private static String host(String broker) {
        return broker.substring(0, broker.lastIndexOf(':')).replaceAll("[\\[\\]]", "");
    }
}
