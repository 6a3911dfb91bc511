package io.selfheal.responder.guard;

import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.net.IpAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The servers of file systems that are mounted from the network, as proc_pid_mounts(5) has them: without them whatever
 * touches those files hangs. The kernel says their addresses in {@code addr=} and {@code mountaddr=} (nfs(5),
 * mount.cifs(8)) and {@code mon_addr=} (mount.ceph(8)); others stand before {@code :/}, and count if they are addresses.
 */
public final class FileServers implements ProtectedSource {
    private static final Set<String> KINDS =
            Set.of("nfs", "nfs4", "cifs", "smb3", "ceph", "fuse.glusterfs", "fuse.sshfs", "fuse.ceph");

    private final Path mounts;

    /** @param mounts {@code /proc/self/mounts} */
    public FileServers(Path mounts) {
        this.mounts = mounts;
    }

    @Override
    public String name() {
        return "file servers";
    }

    @Override
    public List<Protected> read() throws IOException {
        Set<IpAddress> servers = new LinkedHashSet<>();
        for (String line : Files.readString(mounts, StandardCharsets.ISO_8859_1).split("\n", -1)) {
            String[] fields = line.split(" ", -1);
            if (fields.length >= 4 && KINDS.contains(fields[2].toLowerCase(Locale.ROOT))) {
                for (String host : hosts(fields[0], fields[3])) {
                    IpAddress address = IpAddress.tryParse(OwnAddresses.withoutZone(host.replaceAll("[\\[\\]]", "")));
                    if (address != null) {
                        servers.add(address);
                    }
                }
            }
        }
        return servers.stream()
                .map(address -> new Protected(Cidr.of(address), "the file server " + address))
                .toList();
    }

    private static List<String> hosts(String source, String options) {
        List<String> hosts = new ArrayList<>();
        for (String option : options.split(",", -1)) {
            if (option.startsWith("addr=") || option.startsWith("mountaddr=")) {
                hosts.add(option.substring(option.indexOf('=') + 1));
            } else if (option.startsWith("mon_addr=")) {
                for (String monitor : option.substring("mon_addr=".length()).split("/", -1)) {
                    hosts.add(withoutPort(monitor));
                }
            }
        }
        int path = source.indexOf(":/");
        if (path > 0) {
            for (String server : source.substring(source.indexOf('@') + 1, path).split(",", -1)) {
                hosts.add(withoutPort(server));
            }
        }
        return hosts;
    }

    /** An IPv6 address with a port is in brackets. */
    private static String withoutPort(String server) {
        int colon = server.lastIndexOf(':');
        boolean hasPort = colon > 0 && (server.indexOf(':') == colon || server.charAt(colon - 1) == ']');
        return hasPort ? server.substring(0, colon) : server;
    }
}
