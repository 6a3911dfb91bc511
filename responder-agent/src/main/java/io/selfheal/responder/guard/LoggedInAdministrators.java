package io.selfheal.responder.guard;

import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.net.IpAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The addresses from which administrators are logged in now. Three things must hold: a login session (an established
 * connection to sshd alone would protect whoever is guessing passwords), an account that is root or a member of an
 * administrators' group, and an established TCP connection from that address (a session left over from a crash
 * protects nobody).
 */
public final class LoggedInAdministrators implements ProtectedSource {
    private final LoginSessions sessions;
    private final List<Path> tcpTables;
    private final Path groupFile;
    private final Set<String> adminGroups;

    public LoggedInAdministrators(
            LoginSessions sessions, List<Path> tcpTables, Path groupFile, Set<String> adminGroups) {
        this.sessions = sessions;
        this.tcpTables = List.copyOf(tcpTables);
        this.groupFile = groupFile;
        this.adminGroups = Set.copyOf(adminGroups);
    }

    @Override
    public String name() {
        return "administrators logged in";
    }

    @Override
    public List<Protected> read() throws IOException {
        List<LoginSessions.Session> open = sessions.list();
        if (open.isEmpty()) {
            return List.of();
        }
        Set<String> administrators = administrators();
        Set<IpAddress> peers = TcpPeers.read(tcpTables);
        List<Protected> all = new ArrayList<>();
        for (LoginSessions.Session session : open) {
            if (administrators.contains(session.user()) && peers.contains(session.from())) {
                all.add(new Protected(Cidr.of(session.from()), "the address of an administrator who is logged in now"));
            }
        }
        return all;
    }

    /** group(5): NAME:x:GID:USER,USER. */
    private Set<String> administrators() throws IOException {
        Set<String> users = new HashSet<>(Set.of("root"));
        if (Files.exists(groupFile)) {
            for (String line :
                    Files.readString(groupFile, StandardCharsets.UTF_8).split("\n", -1)) {
                String[] fields = line.split(":", -1);
                if (fields.length == 4 && adminGroups.contains(fields[0])) {
                    users.addAll(List.of(fields[3].split(",", -1)));
                }
            }
        }
        return users;
    }
}
