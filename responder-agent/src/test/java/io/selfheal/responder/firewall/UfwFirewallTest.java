package io.selfheal.responder.firewall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.selfheal.responder.NetworkNamespace;
import io.selfheal.responder.firewall.ufw.Ufw;
import io.selfheal.responder.firewall.ufw.UfwFirewall;
import io.selfheal.responder.program.ExternalProgram;
import io.selfheal.schemas.net.Cidr;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract through ufw, whose files are copies in a mount namespace of the test's own. */
class UfwFirewallTest extends PacketContract {
    /** What a server with ufw looks like: everything forbidden but what is allowed by name. */
    private static final List<List<String>> ALLOWED =
            List.of(List.of("allow", "1024:65535/tcp"), List.of("route", "allow", "1024:65535/tcp"));

    /** As the rules above leave it; they are given once, and each test begins with a copy. */
    @TempDir
    static Path prepared;

    @TempDir
    Path folder;

    private ProgramFolder programs;

    @Override
    Firewall on(NetworkNamespace node) throws Exception {
        Needs.programs("ufw", "iptables");
        if (programs == null) {
            prepare(node);
            copy(prepared.resolve("ufw"), folder.resolve("ufw"));
            programs = programs(node, folder);
            programs.must("ufw", List.of("--force", "enable"));
        }
        return new UfwFirewall(Ufw.in(programs), folder.resolve("ufw/default"), InstantSource.system());
    }

    private static void prepare(NetworkNamespace node) throws Exception {
        if (Files.exists(prepared.resolve("ufw"))) {
            return;
        }
        Path unfinished = prepared.resolve("unfinished");
        Files.createDirectory(unfinished);
        copy(Path.of("/etc/ufw"), unfinished.resolve("ufw"));
        Files.copy(UfwFirewall.DEFAULTS, unfinished.resolve("ufw/default"));
        for (String rules : List.of("user.rules", "user6.rules")) {
            Path shipped = Path.of("/usr/share/ufw/iptables", rules);
            Files.copy(shipped, unfinished.resolve("ufw").resolve(rules), StandardCopyOption.REPLACE_EXISTING);
        }
        ProgramFolder programs = programs(node, unfinished);
        for (List<String> command : ALLOWED) {
            programs.must("ufw", command);
        }
        Files.move(unfinished.resolve("ufw"), prepared.resolve("ufw"));
    }

    private static ProgramFolder programs(NetworkNamespace node, Path folder) {
        return new ProgramFolder(name -> new ExternalProgram(inside(node, folder, name), Duration.ofSeconds(60)));
    }

    /** ufw with files of its own; their path is an argument of the shell, never part of its words. */
    private static List<String> inside(NetworkNamespace node, Path folder, String program) {
        List<String> all = new ArrayList<>(node.inside("unshare", "--mount", "--propagation", "private", "sh", "-c"));
        all.add("mount --bind \"$0/default\" /etc/default/ufw && mount --bind \"$0\" /etc/ufw && exec \"$@\"");
        all.add(folder.resolve("ufw").toString());
        all.add("/usr/sbin/" + program);
        return all;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    @Override
    boolean endsBlocksByItself() {
        return false;
    }

    @Override
    boolean hasItsOwnPlace() {
        return false;
    }

    @Override
    boolean cutsOpenConnections() {
        return false;
    }

    @Override
    int many() {
        return 8;
    }

    @Override
    void takeOut(Cidr address) throws Exception {
        programs.must("ufw", List.of("delete", "deny", "from", address.toString()));
        programs.must("ufw", List.of("route", "delete", "deny", "from", address.toString()));
    }

    /** Somebody else's rule is none of ours, however it looks. */
    @Override
    void putIn(Cidr address) throws Exception {
        programs.must("ufw", List.of("prepend", "deny", "from", address.toString(), "comment", "by hand"));
    }

    @Override
    void breakPlace() throws Exception {
        node().must("iptables", "-F", "ufw-user-input");
        node().must("iptables", "-A", "ufw-user-input", "-p", "tcp", "-j", "ACCEPT");
    }

    @Test
    void standsBeforeWhatTheAdministratorAllows() throws Exception {
        firewall().apply(add(Map.of(A, HOUR)));

        assertThat(programs.must("ufw", List.of("status", "numbered")).lines().filter(line -> line.startsWith("[ 1]")))
                .singleElement()
                .asString()
                .contains("DENY", A.toString(), "# selfheal ");
    }

    @Test
    void neitherChangesNorRemovesARuleOfTheAdministratorForTheSameAddress() throws Exception {
        putIn(A);
        firewall().apply(add(Map.of(A, HOUR)));
        assertThat(firewall().held().remaining()).containsOnlyKeys(A);

        firewall().apply(remove(Set.of(A)));
        firewall().removeAll();

        assertThat(firewall().held().remaining()).isEmpty();
        assertThat(programs.must("ufw", List.of("show", "added"))).contains("deny from " + A + " comment 'by hand'");
    }

    @Test
    void objectsToIpv6WhereUfwLeavesItAlone() throws Exception {
        firewall().probe();
        assertThat(firewall().objection(SIX)).isNull();

        Path defaults = folder.resolve("ufw/default");
        Files.writeString(defaults, Files.readString(defaults).replaceFirst("(?m)^IPV6=.*$", "IPV6=no"));
        firewall().probe();

        assertThat(firewall().objection(SIX)).contains("IPv6").contains(defaults.toString());
        assertThat(firewall().objection(A)).isNull();
        assertThat(firewall().weaknesses()).anyMatch(weakness -> weakness.contains("no IPv6 address"));
        // As ufw has it.
        assertThatThrownBy(() -> firewall().apply(add(Map.of(SIX, HOUR))))
                .isInstanceOf(FirewallException.class)
                .hasMessageContaining("IPv6 support not enabled");
        firewall().apply(add(Map.of(A, HOUR)));
        assertThat(firewall().held().remaining()).containsOnlyKeys(A);
    }

    @Test
    void isNotReadyWhileUfwIsInactive() throws Exception {
        programs.must("ufw", List.of("disable"));

        assertThatThrownBy(() -> firewall().probe())
                .isInstanceOf(FirewallException.class)
                .hasMessageContaining("ufw is not active");
        assertThatThrownBy(() -> firewall().apply(add(Map.of(A, HOUR)))).isInstanceOf(FirewallException.class);
        assertThatThrownBy(() -> firewall().held()).isInstanceOf(FirewallException.class);
    }

    @Test
    void refusesMoreThanUfwCanBearBeforeItTakesTheFirst() throws Exception {
        Map<Cidr, Duration> many = new HashMap<>();
        for (int i = 0; i <= UfwFirewall.MAX_BLOCKS; i++) {
            many.put(Cidr.parse("10.0.0." + i), HOUR);
        }

        assertThatThrownBy(() -> firewall().apply(add(many)))
                .isInstanceOf(FirewallException.class)
                .hasMessageContaining("at most " + UfwFirewall.MAX_BLOCKS);

        assertThat(firewall().held().remaining()).isEmpty();
    }
}
