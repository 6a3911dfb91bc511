package io.selfheal.responder.scan;

import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.net.IpAddress;
import io.selfheal.schemas.text.Excerpt;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether a target is in a network that may be scanned (SAF-19), or the node itself; in doubt it is not. */
final class OwnNetworks {
    private static final List<Cidr> ITSELF = List.of(Cidr.parse("127.0.0.0/8"), Cidr.parse("::1/128"));

    private final List<Cidr> own;
    private final Resolver resolver;

    /** Asks for a name's addresses. */
    @FunctionalInterface
    public interface Resolver {
        InetAddress[] all(String name) throws IOException;
    }

    OwnNetworks(List<Cidr> allowed, Resolver resolver) {
        this.own = Stream.concat(ITSELF.stream(), allowed.stream()).toList();
        this.resolver = resolver;
    }

    /** Why an address is not scanned; empty if it may be, or if it is a name and must be resolved first. */
    Optional<String> objection(String target) {
        IpAddress address = address(target);
        return address == null || isOwn(Cidr.of(address)) ? Optional.empty() : Optional.of(outside(target));
    }

    /** The same of a network to look through: all of it must be our own. */
    Optional<String> objection(Cidr network) {
        return isOwn(network) ? Optional.empty() : Optional.of(outside(network.toString()));
    }

    /**
     * The one address that is scanned. A name is asked for once, and all its addresses must be our own: who answers
     * for the name must not be able to point at somebody else.
     *
     * @throws IOException if there is none; the message says why
     */
    IpAddress resolve(String target) throws IOException {
        IpAddress literal = address(target);
        List<IpAddress> addresses = new ArrayList<>();
        if (literal != null) {
            addresses.add(literal);
        } else {
            try {
                for (InetAddress found : resolver.all(target)) {
                    addresses.add(IpAddress.parse(found.getHostAddress().replaceAll("%.*", "")));
                }
            } catch (IOException e) {
                throw new IOException("the name " + Excerpt.of(target, 253) + " is not known", e);
            }
        }
        for (IpAddress address : addresses) {
            if (!isOwn(Cidr.of(address))) {
                throw new IOException(outside(literal == null ? target + " is " + address + ", which" : target));
            }
        }
        return addresses.stream()
                .findFirst()
                .orElseThrow(() -> new IOException("the name " + Excerpt.of(target, 253) + " has no address"));
    }

    private static String outside(String target) {
        return target + " is outside the networks that may be scanned (scan.networks)";
    }

    private boolean isOwn(Cidr network) {
        return own.stream().anyMatch(each -> each.contains(network));
    }

    private static @Nullable IpAddress address(String text) {
        try {
            return IpAddress.parse(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
