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
 * administrators' group, be it the primary one, and an established TCP connection from that address (a session left over
 * from a crash protects nobody).
 */
public final class LoggedInAdministrators implements ProtectedSource {
    /** passwd(5): NAME:x:UID:GID:GECOS:HOME:SHELL. */
    private static final int PASSWD_FIELDS = 7;
    /** group(5): NAME:x:GID:USER,USER. */
    private static final int GROUP_FIELDS = 4;

    private static final String ROOT = "0";

    private final LoginSessions sessions;
    private final List<Path> tcpTables;
    private final Path passwdFile;
    private final Path groupFile;
    private final Set<String> adminGroups;

    public LoggedInAdministrators(
            LoginSessions sessions, List<Path> tcpTables, Path passwdFile, Path groupFile, Set<String> adminGroups) {
        this.sessions = sessions;
        this.tcpTables = List.copyOf(tcpTables);
        this.passwdFile = passwdFile;
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

    private Set<String> administrators() throws IOException {
        Set<String> users = new HashSet<>(Set.of("root"));
        Set<String> numbers = new HashSet<>();
        for (String[] group : lines(groupFile, GROUP_FIELDS)) {
            if (adminGroups.contains(group[0])) {
                numbers.add(group[2]);
                users.addAll(List.of(group[3].split(",", -1)));
            }
        }
        for (String[] account : lines(passwdFile, PASSWD_FIELDS)) {
            if (ROOT.equals(account[2]) || numbers.contains(account[3])) {
                users.add(account[0]);
            }
        }
        return users;
    }

    private static List<String[]> lines(Path file, int fields) throws IOException {
        return Files.exists(file)
                // Latin-1: a real name in another character set must not cost the file.
                ? Files.readString(file, StandardCharsets.ISO_8859_1)
                        .lines()
                        .map(line -> line.split(":", -1))
                        .filter(line -> line.length == fields)
                        .toList()
                : List.of();
    }
}
