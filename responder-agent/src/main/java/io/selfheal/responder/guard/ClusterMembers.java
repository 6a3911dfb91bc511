package io.selfheal.responder.guard;

import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.net.IpAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The members of this host's Corosync cluster, a Proxmox one for example, by their {@code ringN_addr} of
 * corosync.conf(5): a node that loses them loses its quorum, and with high availability it restarts itself. Names are
 * not looked up; Proxmox writes addresses.
 */
public final class ClusterMembers implements ProtectedSource {
    private static final Pattern ADDRESS = Pattern.compile("\\s*ring[0-7]_addr:\\s*(\\S+)\\s*");

    private final Path file;

    /** @param file corosync.conf; there is none on most hosts */
    public ClusterMembers(Path file) {
        this.file = file;
    }

    @Override
    public String name() {
        return "cluster members";
    }

    @Override
    public List<Protected> read() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        return Files.readString(file, StandardCharsets.ISO_8859_1)
                .lines()
                .map(ADDRESS::matcher)
                .filter(line -> line.matches())
                .map(line -> IpAddress.tryParse(line.group(1)))
                .filter(Objects::nonNull)
                .map(address -> new Protected(Cidr.of(address), "the cluster member " + address))
                .toList();
    }
}
