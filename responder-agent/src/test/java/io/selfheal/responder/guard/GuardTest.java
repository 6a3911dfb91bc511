package io.selfheal.responder.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.responder.SetClock;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.net.IpAddress;
import io.selfheal.schemas.policy.AllowEntry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardTest {
    @TempDir
    Path directory;

    private final SetClock clock = new SetClock();

    private static Guard guard(ProtectedSource... sources) {
        return new Guard(new GuardLimits(24, 64, 100, false), List.of(sources));
    }

    private static String judged(Guard guard, String target) {
        return switch (guard.judge(Cidr.parse(target))) {
            case Judgement.Permitted permitted -> "permitted";
            case Judgement.Refused(String reason) -> reason;
            case Judgement.Waiting(String how) -> how;
        };
    }

    @Test
    void permitsAStranger() {
        assertThat(judged(guard(new FixedNetworks()), "203.0.113.7")).isEqualTo("permitted");
        assertThat(judged(guard(new FixedNetworks()), "2001:db8::/64")).isEqualTo("permitted");
    }

    @Test
    void refusesLoopbackAlsoInDisguise() {
        assertThat(judged(guard(new FixedNetworks()), "::ffff:127.0.0.1")).isEqualTo("is a loopback address");
    }

    @Test
    void refusesNetworksThatAreTooWide() {
        assertThat(judged(guard(), "203.0.0.0/16")).contains("wider than allowed here: /16; allowed: /24");
        assertThat(judged(guard(), "2001:db8::/32")).contains("allowed: /64");
    }

    @Test
    void refusesPrivateAddressesUnlessTheyMayBeBlocked() {
        Guard lenient = new Guard(new GuardLimits(24, 64, 100, true), List.of());

        assertThat(judged(guard(), "192.168.1.5")).contains("private address");
        assertThat(judged(lenient, "192.168.1.5")).isEqualTo("permitted");
    }

    @Test
    void refusesOwnAddressesAndNetworksThatContainThem() {
        Guard guard = guard(new OwnAddresses(() -> List.of(InetAddress.getByName("203.0.113.5"))));

        assertThat(judged(guard, "203.0.113.5")).isEqualTo("is this host's own address 203.0.113.5");
        assertThat(judged(guard, "203.0.113.0/24")).isEqualTo("contains this host's own address 203.0.113.5");
    }

    @Test
    void refusesTheGatewaysOfBothFamilies() throws Exception {
        Path ipv4 = write("route", """
                Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT
                eth0\t00000000\t017100CB\t0003\t0\t0\t0\t00000000\t0\t0\t0
                eth0\t007100CB\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0
                """);
        Path ipv6 = write("ipv6_route", """
                00000000000000000000000000000000 00 00000000000000000000000000000000 00 20010db8000000000000000000000001 00000400 1 0 3 eth0
                """);
        Guard guard = guard(new DefaultGateways(ipv4, ipv6));

        assertThat(judged(guard, "203.0.113.1")).isEqualTo("is the default gateway 203.0.113.1");
        assertThat(judged(guard, "2001:db8::1")).isEqualTo("is the default gateway 2001:db8::1");
    }

    @Test
    void refusesResolversBehindTheStubToo() throws Exception {
        Path stub = write("resolv.conf", "# stub\nnameserver 127.0.0.53\noptions edns0\n");
        Path real = write("upstream.conf", "nameserver 203.0.113.53\nnameserver fe80::1%eth0\nnameserver nonsense\n");

        assertThat(judged(guard(new Resolvers(List.of(stub, real))), "203.0.113.53"))
                .isEqualTo("is the name server 203.0.113.53");
    }

    @Test
    void refusesTheMembersOfItsCluster() throws Exception {
        Path file = write("corosync.conf", """
                nodelist {
                  node {
                    name: pve1
                    nodeid: 1
                    ring0_addr: 203.0.113.11
                    ring1_addr: 2001:db8::11
                  }
                  node {
                    name: pve2
                    ring0_addr: pve2.example.org
                  }
                }
                totem { interface { bindnetaddr: 198.51.100.0 } }
                """);
        Guard guard = guard(new ClusterMembers(file));

        assertThat(judged(guard, "203.0.113.11")).isEqualTo("is the cluster member 203.0.113.11");
        assertThat(judged(guard, "2001:db8::/64")).isEqualTo("contains the cluster member 2001:db8::11");
        assertThat(judged(guard, "198.51.100.0")).isEqualTo("permitted");
        assertThat(new ClusterMembers(directory.resolve("none")).read()).isEmpty();
    }

    @Test
    void refusesTheServersOfMountedFileSystems() throws Exception {
        Path mounts = write("mounts", """
                /dev/sda1 / ext4 rw,relatime,addr=192.0.2.1 0 0
                nas.example.org:/export /mnt/nas nfs4 rw,vers=4.2,clientaddr=198.51.100.2,addr=203.0.113.21 0 0
                //nas/backup /mnt/backup cifs rw,username=b,addr=2001:db8::22,nobrl 0 0
                203.0.113.23:6789,[2001:db8::24]:6789:/ /mnt/ceph ceph rw,name=admin,mon_addr=203.0.113.25:3300/203.0.113.26:6789 0 0
                backup@203.0.113.27:/srv /mnt/ssh fuse.sshfs rw,user_id=0 0 0
                gluster1:/volume /mnt/gluster fuse.glusterfs rw 0 0
                """);

        assertThat(new FileServers(mounts).read())
                .extracting(Protected::label)
                .containsExactlyInAnyOrder(
                        "the file server 203.0.113.21",
                        "the file server 2001:db8::22",
                        "the file server 203.0.113.23",
                        "the file server 2001:db8::24",
                        "the file server 203.0.113.25",
                        "the file server 203.0.113.26",
                        "the file server 203.0.113.27");
    }

    @Test
    void refusesBrokersByNameAndKeepsTheirLastAddressWhenTheNameFails() {
        boolean[] away = new boolean[1];
        NamedHosts brokers = new NamedHosts(
                "Kafka broker",
                Set.of("kafka.example"),
                host -> {
                    if (away[0]) {
                        throw new UnknownHostException(host);
                    }
                    return new InetAddress[] {InetAddress.ofLiteral("203.0.113.92")};
                },
                clock);
        Guard guard = guard(brokers);

        away[0] = true;
        clock.move(Duration.ofHours(1));
        guard.refresh();

        assertThat(judged(guard, "203.0.113.92")).isEqualTo("is the Kafka broker kafka.example");
    }

    @Test
    void triesABrokerThatHasNoAddressYetEveryMinuteAndNotTheOthers() {
        List<String> asked = new ArrayList<>();
        NamedHosts brokers = new NamedHosts(
                "Kafka broker",
                Set.of("kafka.example", "new.example"),
                host -> {
                    asked.add(host);
                    if (host.startsWith("new") && asked.size() < 4) {
                        throw new UnknownHostException(host);
                    }
                    return new InetAddress[] {
                        InetAddress.ofLiteral(host.startsWith("new") ? "203.0.113.93" : "203.0.113.92")
                    };
                },
                clock);
        Guard guard = guard(brokers);
        assertThat(judged(guard, "203.0.113.93")).isEqualTo("permitted");

        clock.move(Duration.ofSeconds(59));
        guard.refresh();
        clock.move(Duration.ofSeconds(1));
        guard.refresh();
        clock.move(Duration.ofMinutes(1));
        guard.refresh();
        clock.move(Duration.ofMinutes(1));
        guard.refresh();

        assertThat(judged(guard, "203.0.113.93")).isEqualTo("is the Kafka broker new.example");
        assertThat(asked).containsExactly("kafka.example", "new.example", "new.example", "new.example");
    }

    @Test
    void readsTheAllowFileAgainWhenItChangesAndNamesBadLines() throws Exception {
        Path file =
                write("allow.list", "# ours\n203.0.113.0/24 head office\n203.0.113.300 typo\n2001:db8::/32 # lab\n");
        Guard guard = guard(new AllowFile(file));
        assertThat(judged(guard, "203.0.113.7")).isEqualTo("is on the allow file's line 2 (head office)");
        assertThat(judged(guard, "2001:db8:1::/64")).isEqualTo("is on the allow file's line 4 (lab)");
        assertThat(guard.complaints()).singleElement().asString().contains("line 3", "203.0.113.300");

        write("allow.list", "198.51.100.1\n");

        assertThat(guard.refresh()).isTrue();
        assertThat(judged(guard, "203.0.113.7")).isEqualTo("permitted");
        assertThat(judged(guard, "198.51.100.1")).isEqualTo("is on the allow file's line 1");
        Files.delete(file);
        guard.refresh();
        assertThat(judged(guard, "198.51.100.1")).isEqualTo("permitted");
    }

    @Test
    void anAllowFileThatProtectsNearlyEverybodyCountsAndIsComplainedOf() throws Exception {
        Guard guard = guard(new AllowFile(write("allow.list", "0.0.0.0/0 for now\n")));

        assertThat(judged(guard, "203.0.113.7")).isEqualTo("is on the allow file's line 1 (for now)");
        assertThat(guard.complaints())
                .singleElement()
                .asString()
                .endsWith("line 1: 0.0.0.0/0 is nearly everybody, and nobody of it is blocked");
    }

    @Test
    void aNameInAnotherCharacterSetDoesNotCostTheAllowFile() throws Exception {
        Path file = directory.resolve("allow.list");
        Files.write(file, "203.0.113.0/24 Büro Köln\n198.51.100.1 Mitte\n".getBytes(StandardCharsets.ISO_8859_1));
        Guard guard = guard(new AllowFile(file));

        assertThat(judged(guard, "203.0.113.7")).startsWith("is on the allow file's line 1 (B");
        assertThat(judged(guard, "198.51.100.1")).isEqualTo("is on the allow file's line 2 (Mitte)");

        write("allow.list", "\uFEFF192.0.2.1 written by an editor that marks the byte order\n");
        guard.refresh();

        assertThat(judged(guard, "192.0.2.1")).startsWith("is on the allow file's line 1");
        assertThat(guard.complaints()).isEmpty();
    }

    @Test
    void forgetsAllowEntriesThatExpired() {
        AllowEntries entries = new AllowEntries("the fleet's allowlist", clock);
        entries.put(new AllowEntry(
                Cidr.parse("203.0.113.7"), "guest", "ann", clock.instant().plusSeconds(60)));
        Guard guard = guard(entries);
        assertThat(judged(guard, "203.0.113.7")).isEqualTo("is on the fleet's allowlist (guest)");

        clock.move(Duration.ofMinutes(2));
        guard.refresh();

        assertThat(judged(guard, "203.0.113.7")).isEqualTo("permitted");
    }

    @Test
    void protectsAnAdministratorWhoIsLoggedInButNobodyWhoOnlyTries() throws Exception {
        Path tcp = write("tcp", """
                  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
                   0: 057100CB:0016 077100CB:D431 01 00000000:00000000 00:00000000 00000000     0        0 1
                   1: 057100CB:0016 087100CB:D432 01 00000000:00000000 00:00000000 00000000     0        0 2
                   2: 057100CB:0016 0A7100CB:D432 06 00000000:00000000 00:00000000 00000000     0        0 2
                   3: 057100CB:0016 0B7100CB:D433 01 00000000:00000000 00:00000000 00000000     0        0 2
                   4: 057100CB:0016 0C7100CB:D434 01 00000000:00000000 00:00000000 00000000     0        0 2
                """);
        Path passwd = directory.resolve("passwd");
        Files.write(passwd, """
                root:x:0:0::/root:/bin/sh
                toor:x:0:0::/root:/bin/sh
                carl:x:1003:27:Carl Müller:/home/carl:/bin/sh
                eve:x:1004:100::/home/eve:/bin/sh
                """.getBytes(StandardCharsets.ISO_8859_1));
        Path group = write("group", "root:x:0:\nsudo:x:27:ann,bob\nusers:x:100:eve\n");
        LoginSessions sessions = () -> List.of(
                session("ann", "203.0.113.7"),
                session("eve", "203.0.113.8"),
                session("bob", "203.0.113.10"),
                session("carl", "203.0.113.11"),
                session("toor", "203.0.113.12"));
        Guard guard = guard(new LoggedInAdministrators(sessions, List.of(tcp), passwd, group, Set.of("sudo")));

        assertThat(judged(guard, "203.0.113.7")).isEqualTo("is the address of an administrator who is logged in now");
        assertThat(judged(guard, "203.0.113.11")).as("by primary group").contains("administrator");
        assertThat(judged(guard, "203.0.113.12")).as("root by another name").contains("administrator");
        assertThat(judged(guard, "203.0.113.8"))
                .as("logged in, but no administrator")
                .isEqualTo("permitted");
        assertThat(judged(guard, "203.0.113.10"))
                .as("a session whose connection is gone")
                .isEqualTo("permitted");
    }

    @Test
    void readsIpv6PeersAndUtmp() throws Exception {
        Path tcp6 = write("tcp6", """
                  sl  local_address rem_address st
                   0: 00000000000000000000000000000000:0016 B80D0120000000000000000007000000:D431 01 0:0
                   1: 0000000000000000FFFF0000057100CB:0016 0000000000000000FFFF0000077100CB:D431 01 0:0
                """);
        Path utmp = directory.resolve("utmp");
        ByteBuffer records = ByteBuffer.allocate(2 * 384).order(ByteOrder.nativeOrder());
        login(records, 0, "ann", InetAddress.getByName("2001:db8::7").getAddress());
        login(records, 384, "root", InetAddress.getByName("203.0.113.7").getAddress());
        Files.write(utmp, records.array());

        Guard guard = guard(new LoggedInAdministrators(
                new Utmp(utmp),
                List.of(tcp6),
                directory.resolve("no passwd"),
                write("group", "sudo:x:27:ann\n"),
                Set.of("sudo")));

        assertThat(judged(guard, "2001:db8::7")).contains("administrator");
        assertThat(judged(guard, "203.0.113.7")).contains("administrator");
    }

    @Test
    void understandsLoginctl() {
        String output = "Name=ann\nRemoteHost=203.0.113.7\nState=active\n\nName=bob\nRemoteHost=\nState=active\n";

        assertThat(Loginctl.parse(output)).containsExactly(session("ann", "203.0.113.7"));
    }

    @Test
    void keepsWhatItKnewWhenASourceCannotBeRead() {
        boolean[] broken = new boolean[1];
        Guard guard = guard(new OwnAddresses(() -> {
            if (broken[0]) {
                throw new IOException("no interfaces");
            }
            return List.of(InetAddress.ofLiteral("203.0.113.5"));
        }));

        broken[0] = true;
        guard.refresh();

        assertThat(judged(guard, "203.0.113.5")).contains("own address");
        assertThat(guard.complaints()).containsExactly("own addresses: no interfaces");
    }

    private static LoginSessions.Session session(String user, String from) {
        return new LoginSessions.Session(user, IpAddress.parse(from));
    }

    private static void login(ByteBuffer records, int at, String user, byte[] address) {
        records.putShort(at, (short) 7);
        records.put(at + 44, user.getBytes(StandardCharsets.UTF_8));
        records.put(at + 348, address);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }
}
