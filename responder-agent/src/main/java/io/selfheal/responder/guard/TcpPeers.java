package io.selfheal.responder.guard;

import io.selfheal.schemas.net.IpAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who has an established TCP connection with this host: {@code /proc/net/tcp} and {@code tcp6} (proc(5); addresses are
 * little-endian 32-bit words, state 01 is ESTABLISHED).
 */
final class TcpPeers {
    private static final int MAX_CONNECTIONS = 200_000;
    private static final String ESTABLISHED = "01";

    private TcpPeers() {}

    static Set<IpAddress> read(List<Path> files) throws IOException {
        Set<IpAddress> peers = new HashSet<>();
        for (Path file : files) {
            if (Files.exists(file)) {
                try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
                    String line = lines.readLine();
                    for (int i = 0; line != null && i < MAX_CONNECTIONS; i++, line = lines.readLine()) {
                        IpAddress peer = peer(line.trim().split("\\s+", 5));
                        if (peer != null) {
                            peers.add(peer);
                        }
                    }
                }
            }
        }
        return peers;
    }

    /** Fields: number, local address:port, remote address:port, state. */
    private static @Nullable IpAddress peer(String[] fields) {
        if (fields.length < 4 || !fields[3].equals(ESTABLISHED)) {
            return null;
        }
        String hex = fields[2].substring(0, Math.max(0, fields[2].indexOf(':')));
        return switch (hex.length()) {
            case 8 -> IpAddress.ofIpv4(word(hex, 0));
            case 32 ->
                new IpAddress(
                        ((long) word(hex, 0) << 32) | (word(hex, 8) & 0xFFFF_FFFFL),
                        ((long) word(hex, 16) << 32) | (word(hex, 24) & 0xFFFF_FFFFL));
            default -> null;
        };
    }

    private static int word(String hex, int from) {
        return Integer.reverseBytes(HexFormat.fromHexDigits(hex, from, from + 8));
    }
}
