package io.selfheal.e2e.record;

import io.selfheal.e2e.lab.Machine;
import io.selfheal.e2e.lab.Namespace;
import io.selfheal.e2e.lab.NetworkLab;
import io.selfheal.e2e.lab.Place;
import java.time.Duration;
import java.util.List;

/** The network of the recording: one server with documentation addresses, and one host for each of the actors. */
final class Stage {
    static final String SERVER = "192.0.2.1";
    static final String SERVER6 = "2001:db8:1::1";
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private Stage() {}

    /** Gives the server its addresses, its users and a firewall that logs what it drops. */
    static void prepare(Machine server, String logPrefix) {
        must(server, "ip", "addr", "add", SERVER + "/24", "dev", "eth0");
        must(server, "ip", "addr", "add", SERVER6 + "/64", "dev", "eth0", "nodad");
        for (String net : List.of("203.0.113.0/24", "198.51.100.0/24", "2001:db8::/32")) {
            must(server, "ip", "route", "add", net, "dev", "eth0");
        }
        server.addUser("alice", "Zugspitze-2962");
        server.addUser("deploy", "q7-uvula-kayak");
        server.addUser("backup2", "backup123");
        server.nft("""
                table inet ufw {
                  chain input {
                    type filter hook input priority filter
                    ip saddr 10.203.0.0/16 accept
                    iif "lo" accept
                    tcp dport != { 22, 80 } tcp flags & (syn | ack) == syn log prefix "%s" drop
                  }
                }
                """.formatted(logPrefix));
    }

    /** A host whose packets to the server carry this documentation address. */
    static Namespace actor(NetworkLab lab, int number, String address) {
        Namespace host = lab.host("actor" + number, number);
        boolean six = address.indexOf(':') >= 0;
        host.addAddress(address + (six ? "/128" : "/32"));
        must(host, "ip", "route", "add", six ? SERVER6 : SERVER, "dev", "eth0", "src", address);
        return host;
    }

    private static void must(Place place, String... argv) {
        place.run(List.of(argv), LIMIT).orThrow();
    }
}
