package io.selfheal.responder.guard;

import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.net.IpAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The name servers of resolv.conf(5), and those behind systemd-resolved's stub
 * ({@code /run/systemd/resolve/resolv.conf}, systemd-resolved.service(8)).
 */
public final class Resolvers implements ProtectedSource {
    private final List<Path> files;

    public Resolvers(List<Path> files) {
        this.files = List.copyOf(files);
    }

    @Override
    public String name() {
        return "resolvers";
    }

    @Override
    public List<Protected> read() throws IOException {
        List<Protected> all = new ArrayList<>();
        for (Path file : files) {
            if (!Files.exists(file)) {
                continue;
            }
            for (String line :
                    Files.readString(file, StandardCharsets.ISO_8859_1).split("\n", -1)) {
                String[] words = line.trim().split("\\s+", -1);
                if (words.length >= 2 && words[0].equals("nameserver")) {
                    IpAddress ip = IpAddress.tryParse(OwnAddresses.withoutZone(words[1]));
                    if (ip != null) {
                        all.add(new Protected(Cidr.of(ip), "the name server " + ip));
                    }
                }
            }
        }
        return all;
    }
}
