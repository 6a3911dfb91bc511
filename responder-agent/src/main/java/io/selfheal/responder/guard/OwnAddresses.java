package io.selfheal.responder.guard;

import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.net.IpAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.List;

/** The addresses of all interfaces of this host. */
public final class OwnAddresses implements ProtectedSource {
    /** Lists the addresses. */
    @FunctionalInterface
    public interface Lister {
        List<InetAddress> list() throws IOException;
    }

    private final Lister lister;

    public OwnAddresses(Lister lister) {
        this.lister = lister;
    }

    public static OwnAddresses ofThisHost() {
        return new OwnAddresses(() -> NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .toList());
    }

    @Override
    public String name() {
        return "own addresses";
    }

    @Override
    public List<Protected> read() throws IOException {
        List<Protected> all = new ArrayList<>();
        for (InetAddress address : lister.list()) {
            IpAddress ip = IpAddress.tryParse(withoutZone(address.getHostAddress()));
            if (ip != null) {
                all.add(new Protected(Cidr.of(ip), "this host's own address " + ip));
            }
        }
        return all;
    }

    static String withoutZone(String text) {
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }
}
