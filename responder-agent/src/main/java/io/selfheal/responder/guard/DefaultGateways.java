package io.selfheal.responder.guard;

import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.net.IpAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The routers of the default routes, from {@code /proc/net/route} (addresses as little-endian words) and
 * {@code /proc/net/ipv6_route} (as they stand); proc(5).
 */
public final class DefaultGateways implements ProtectedSource {
    private static final int ROUTES = 100_000;

    private final Path ipv4Routes;
    private final Path ipv6Routes;

    public DefaultGateways(Path ipv4Routes, Path ipv6Routes) {
        this.ipv4Routes = ipv4Routes;
        this.ipv6Routes = ipv6Routes;
    }

    @Override
    public String name() {
        return "default gateways";
    }

    @Override
    public List<Protected> read() throws IOException {
        List<Protected> all = new ArrayList<>();
        for (String line : lines(ipv4Routes)) {
            add(all, ipv4Gateway(line.trim().split("\\s+", -1)));
        }
        for (String line : lines(ipv6Routes)) {
            add(all, ipv6Gateway(line.trim().split("\\s+", -1)));
        }
        return all;
    }

    private static List<String> lines(Path file) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        try (var lines = Files.lines(file)) {
            return lines.limit(ROUTES).toList();
        }
    }

    private static void add(List<Protected> all, @Nullable IpAddress gateway) {
        if (gateway != null) {
            all.add(new Protected(Cidr.of(gateway), "the default gateway " + gateway));
        }
    }

    /** Fields: interface, destination, gateway, flags, …, mask at 7. */
    private static @Nullable IpAddress ipv4Gateway(String[] fields) {
        if (fields.length < 8 || !fields[1].equals("00000000") || !fields[7].equals("00000000")) {
            return null;
        }
        int gateway = Integer.reverseBytes(HexFormat.fromHexDigits(fields[2]));
        return gateway == 0 ? null : IpAddress.ofIpv4(gateway);
    }

    /** Fields: destination, its prefix, source, its prefix, next hop, …. */
    private static @Nullable IpAddress ipv6Gateway(String[] fields) {
        if (fields.length < 5 || !fields[1].equals("00") || fields[4].length() != 32) {
            return null;
        }
        long high = HexFormat.fromHexDigitsToLong(fields[4].substring(0, 16));
        long low = HexFormat.fromHexDigitsToLong(fields[4].substring(16));
        return high == 0 && low == 0 ? null : new IpAddress(high, low);
    }
}
