package io.selfheal.responder.config;

import io.selfheal.agent.config.DataSize;
import io.selfheal.agent.config.PluginConfig;
import io.selfheal.schemas.config.Setting;
import io.selfheal.schemas.outcome.Mode;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code responder.yaml}. The node's own word is the last one: nothing that arrives can go beyond it. */
public record ResponderConfig(
        @Setting(doc = "Who this node is.") Node node,

        @Setting(doc = "Where decisions come from and reports go to.")
        Kafka kafka,

        @Setting(doc = "How far the node goes with each kind of action.")
        Modes modes,

        @Setting(doc = "What drops packets.") FirewallSettings firewall,

        @Setting(doc = "Who is never blocked here, and how much may be blocked.")
        GuardSettings guard,

        @Setting(doc = "Whose decisions and orders are believed.")
        Trust trust,

        @Setting(doc = "Services that are restarted when they fail.")
        Heal heal,

        @Setting(doc = "The socket of the node's own commands.")
        Control control,

        @Setting(doc = "Actions of plugins.") PluginConfig plugins,

        @Setting(doc = "What is remembered on disk.") State state,

        @Setting(doc = "How often vitals are sent.", value = "30s")
        Duration vitalsEvery) {

    /** The names that decisions and orders call this node by. */
    public record Node(
            @Setting(doc = "This node's name; by default the host name.")
            Optional<String> name,

            @Setting(doc = "Groups of hosts that it belongs to.")
            List<String> groups) {
        public String nameOrHost() {
            return name.orElseGet(Node::hostName);
        }

        private static String hostName() {
            try {
                return InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException e) {
                return "localhost";
            }
        }
    }

    /** The connection. */
    public record Kafka(
            @Setting(doc = "Brokers to start from, HOST:PORT, separated by commas.", value = "localhost:9092")
            String bootstrap,

            @Setting(doc = "Further settings of the Kafka client, for example for TLS.")
            Map<String, String> properties) {
        public Kafka {
            if (!bootstrap.matches("[^,\\s]+:[0-9]{1,5}(,[^,\\s]+:[0-9]{1,5})*")) {
                throw new IllegalArgumentException("bootstrap is no list of brokers; allowed: HOST:PORT,HOST:PORT");
            }
        }

        public List<String> hosts() {
            return List.of(bootstrap.split(",", -1)).stream()
                    .map(broker -> broker.substring(0, broker.lastIndexOf(':')).replaceAll("[\\[\\]]", ""))
                    .toList();
        }
    }

    /** Off: refuse. Simulate: only write down. Ask: wait for {@code selfheal approve}. Act: do. */
    public record Modes(
            @Setting(doc = "Blocking of addresses and networks.", value = "simulate")
            Mode block,

            @Setting(doc = "Restarting of failed services.", value = "simulate")
            Mode restartUnit,

            @Setting(
                    doc = "Plugins' actions, by the plugin's id; simulate if left out. They follow what was blocked, so"
                            + " they go no further than block does.",
                    allowed = "off, simulate, act")
            Map<String, Mode> plugins) {
        public Modes {
            plugins = Map.copyOf(plugins);
            if (plugins.containsValue(Mode.ASK)) {
                throw new IllegalArgumentException(
                        "plugins is set to ask, but a plugin follows what was approved; allowed: off, simulate, act");
            }
        }
    }

    /** How the kernel is spoken to. */
    public record FirewallSettings(
            @Setting(doc = "The nft program and its leading arguments.", value = "[/usr/sbin/nft]")
            List<String> program,

            @Setting(doc = "How often the kernel's set is compared with what should be there.", value = "1m")
            Duration reconcileEvery,

            @Setting(doc = "How long one run of the program may take.", value = "30s")
            Duration limit) {
        public FirewallSettings {
            if (program.isEmpty()) {
                throw new IllegalArgumentException("program is empty; allowed: a path and arguments");
            }
            if (reconcileEvery.compareTo(Duration.ofSeconds(1)) < 0) {
                throw new IllegalArgumentException("reconcile-every is too short; allowed: 1s or more");
            }
        }
    }

    /** Bounds that nobody can order away. */
    public record GuardSettings(
            @Setting(
                    doc = "Networks that are never blocked: one a line, # for comments; read again when it changes.",
                    value = "/etc/selfheal/allow.list")
            Path allowFile,

            @Setting(doc = "Shortest IPv4 prefix that may be blocked.", value = "24", allowed = "8 to 32")
            int widestIpv4,

            @Setting(doc = "Shortest IPv6 prefix that may be blocked.", value = "64", allowed = "16 to 128")
            int widestIpv6,

            @Setting(doc = "Most entries that may ever be blocked at once.", value = "200000", allowed = "1 to 1000000")
            int maxEntries,

            @Setting(doc = "Whether private addresses may be blocked.", value = "false")
            boolean blockPrivate,

            @Setting(
                    doc = "Members of these groups, and root, are protected while they are logged in over SSH.",
                    value = "[sudo, wheel, admin]")
            List<String> adminGroups) {
        public GuardSettings {
            requireRange("widest-ipv4", widestIpv4, 8, 32);
            requireRange("widest-ipv6", widestIpv6, 16, 128);
            requireRange("max-entries", maxEntries, 1, 1_000_000);
        }
    }

    /** Signatures. */
    public record Trust(
            @Setting(doc = "The keys of those who may decide and order, by the name that stands in their signatures.")
            Map<String, TrustedKey> keys,

            @Setting(
                    doc = "Believe unsigned records although the brokers are not on this host; for tests only.",
                    value = "false")
            boolean unsigned) {}

    /** One writer. */
    public record TrustedKey(
            @Setting(doc = "The Ed25519 public key, a PEM file.")
            Path file,

            @Setting(doc = "What its holder may ask for.", value = "[decide]")
            List<May> may) {}

    /** What a key may ask for. */
    public enum May {
        DECIDE,
        ORDER
    }

    /** Healing. */
    public record Heal(
            @Setting(doc = "The units that are watched.") List<Unit> units,

            @Setting(doc = "How often their state is read.", value = "2s")
            Duration every,

            @Setting(doc = "The systemctl program and its leading arguments.", value = "[/usr/bin/systemctl]")
            List<String> systemctl,

            @Setting(doc = "The journalctl program and its leading arguments.", value = "[/usr/bin/journalctl]")
            List<String> journalctl) {}

    /** One service. */
    public record Unit(
            @Setting(doc = "The unit's name, for example nginx.service.")
            String name,

            @Setting(doc = "Most restarts in an hour.", value = "5", allowed = "1 to 60")
            int restartsPerHour,

            @Setting(doc = "Wait before the first restart; doubles with each one that did not help.", value = "1s")
            Duration backOff,

            @Setting(doc = "How long it must stay active after a restart.", value = "10s")
            Duration settle,

            @Setting(doc = "What must answer after a restart: http://… or tcp://HOST:PORT.")
            Optional<URI> probe) {
        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9:_.@\\\\-]{1,200}\\.service");
        private static final Pattern PROTECTED =
                Pattern.compile("(systemd-.*|dbus.*|init|emergency|rescue|selfheal-.*)\\.service");

        public Unit {
            if (!NAME.matcher(name).matches() || name.startsWith("-")) {
                throw new IllegalArgumentException("name is no service unit; allowed: NAME.service");
            }
            if (PROTECTED.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "name is a protected unit; allowed: any but systemd's own, D-Bus and SelfHeal");
            }
            requireRange("restarts-per-hour", restartsPerHour, 1, 60);
            if (probe.isPresent()
                    && !List.of("http", "https", "tcp").contains(probe.get().getScheme())) {
                throw new IllegalArgumentException(
                        "probe is of no known kind; allowed: http://…, https://…, tcp://HOST:PORT");
            }
        }
    }

    /** The local socket. */
    public record Control(
            @Setting(doc = "Where the socket is.", value = "/run/selfheal/responder.sock")
            Path socket,

            @Setting(doc = "Members of this group may use it, beside root.", value = "selfheal")
            String group) {}

    /** The state directory. */
    public record State(
            @Setting(doc = "Where state is kept.", value = "/var/lib/selfheal/responder")
            Path directory,

            @Setting(doc = "Most space for reports that wait for Kafka.", value = "32MiB")
            DataSize outboxMax) {}

    private static void requireRange(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " is out of range; allowed: " + min + " to " + max);
        }
    }
}
