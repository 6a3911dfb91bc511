package io.selfheal.responder.config;

import io.selfheal.agent.config.DataSize;
import io.selfheal.agent.config.PluginConfig;
import io.selfheal.schemas.config.Setting;
import io.selfheal.schemas.outcome.Mode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code responder.yaml}. The node's own word is the last one: nothing that arrives can go beyond it. */
public record ResponderConfig(
        @Setting(doc = "Who this node is.") NodeSettings node,

        @Setting(doc = "Where decisions come from and reports go to.")
        BrokerSettings kafka,

        @Setting(doc = "How far the node goes with each kind of action.")
        Modes modes,

        @Setting(doc = "What drops packets.") FirewallSettings firewall,

        @Setting(doc = "Who is never blocked here, and how much may be blocked.")
        GuardSettings guard,

        @Setting(doc = "Whose decisions and orders are believed.")
        Trust trust,

        @Setting(doc = "Bounds of orders.") OrderSettings orders,

        @Setting(doc = "Services that are restarted when they fail.")
        HealSettings heal,

        @Setting(doc = "Whose sessions and accounts nobody may end or lock.")
        PeopleSettings people,

        @Setting(doc = "Scans of hosts and files.") ScanSettings scan,

        @Setting(doc = "What goes on while the host is cut off.")
        IsolationSettings isolation,

        @Setting(doc = "The socket of the node's own commands.")
        Control control,

        @Setting(doc = "Actions of plugins.") PluginConfig plugins,

        @Setting(doc = "What is remembered on disk.") State state,

        @Setting(doc = "What is written down of what was done.")
        AuditSettings audit,

        @Setting(doc = "When people are told that the host runs short.")
        VitalsSettings vitals,

        @Setting(doc = "How often vitals are taken and sent.", value = "30s")
        Duration vitalsEvery,

        @Setting(doc = "One message a day of how this node is.")
        DigestSettings digest,

        @Setting(doc = "When people work on this node.") List<MaintenanceWindow> maintenance) {
    public ResponderConfig {
        maintenance = List.copyOf(maintenance);
    }

    /** The same beside other brokers. */
    public ResponderConfig connectedTo(String bootstrap) {
        return new ResponderConfig(
                node,
                new BrokerSettings(bootstrap, kafka.properties()),
                modes,
                firewall,
                guard,
                trust,
                orders,
                heal,
                people,
                scan,
                isolation,
                control,
                plugins,
                state,
                audit,
                vitals,
                vitalsEvery,
                digest,
                maintenance);
    }

    /** Off: refuse. Simulate: only write down. Ask: wait for {@code selfheal approve}. Act: do. */
    public record Modes(
            @Setting(
                    doc = "Nothing goes further than this, whatever its own mode says: `simulate` makes the whole node"
                            + " only write down what it would do.",
                    value = "act")
            Mode atMost,

            @Setting(doc = "Blocking of addresses and networks.", value = "simulate")
            Mode block,

            @Setting(doc = "Restarting of failed services.", value = "simulate")
            Mode restartUnit,

            @Setting(
                    doc = "Starting of guests of Proxmox that stopped, and resetting of those that hang.",
                    value = "simulate")
            Mode restartGuest,

            @Setting(doc = "Starting of services, by order.", value = "ask")
            Mode startUnit,

            @Setting(doc = "Stopping of services, by order.", value = "ask")
            Mode stopUnit,

            @Setting(doc = "Ending all sessions of an account, by order.", value = "ask")
            Mode endSessions,

            @Setting(doc = "Locking and unlocking accounts, by order.", value = "ask")
            Mode lockAccount,

            @Setting(doc = "Reboot and shutdown, by order; never by anything else.", value = "ask")
            Mode power,

            @Setting(doc = "Scans of hosts in own networks, by order.", value = "simulate")
            Mode scan,

            @Setting(doc = "Having files looked at for malware, by order.", value = "simulate")
            Mode checkFile,

            @Setting(doc = "Cutting the host off from the network, by order; never by anything else.", value = "ask")
            Mode isolate,

            @Setting(
                    doc = "Plugins' actions, by the plugin's id; simulate if left out. They follow what was blocked, so"
                            + " they go no further than block does.",
                    allowed = "off, simulate, act")
            Map<String, Mode> plugins) {
        public Modes {
            if (plugins.containsValue(Mode.ASK)) {
                throw new IllegalArgumentException(
                        "plugins is set to ask, but a plugin follows what was approved; allowed: off, simulate, act");
            }
            block = lesser(block, atMost);
            restartUnit = lesser(restartUnit, atMost);
            restartGuest = lesser(restartGuest, atMost);
            startUnit = lesser(startUnit, atMost);
            stopUnit = lesser(stopUnit, atMost);
            endSessions = lesser(endSessions, atMost);
            lockAccount = lesser(lockAccount, atMost);
            power = lesser(power, atMost);
            scan = lesser(scan, atMost);
            checkFile = lesser(checkFile, atMost);
            isolate = lesser(isolate, atMost);
            // A plugin follows what was approved, so that asking binds it as it is.
            Mode bound = atMost == Mode.ASK ? Mode.ACT : atMost;
            Map<String, Mode> bounded = new HashMap<>();
            plugins.forEach((id, mode) -> bounded.put(id, lesser(mode, bound)));
            plugins = Map.copyOf(bounded);
        }

        private static Mode lesser(Mode one, Mode other) {
            return one.compareTo(other) <= 0 ? one : other;
        }

        public Mode of(OrderKind kind) {
            return switch (kind) {
                case RESTART_UNIT -> restartUnit;
                case START_UNIT -> startUnit;
                case STOP_UNIT -> stopUnit;
                case END_SESSIONS -> endSessions;
                case LOCK_ACCOUNT -> lockAccount;
                case POWER -> power;
                case SCAN -> scan;
                case CHECK_FILE -> checkFile;
                case ISOLATE -> isolate;
            };
        }
    }

    /** Bounds that nobody can order away. */
    public record GuardSettings(
            @Setting(
                    doc = "Networks that are never blocked: one a line, # for comments; read again when it changes.",
                    value = "/etc/selfheal/allow.list")
            Path allowFile,

            @Setting(
                    doc = "Whether the fleet's allowlist counts here, too; nobody signs it, so that whoever holds the"
                            + " brokers can add to it.",
                    value = "true")
            boolean fleetAllow,

            @Setting(doc = "Shortest IPv4 prefix that may be blocked.", value = "24", allowed = "8 to 32")
            int widestIpv4,

            @Setting(doc = "Shortest IPv6 prefix that may be blocked.", value = "64", allowed = "16 to 128")
            int widestIpv6,

            @Setting(doc = "Most entries that may ever be blocked at once.", value = "200000", allowed = "1 to 1000000")
            int maxEntries,

            @Setting(doc = "Whether private addresses may be blocked.", value = "false")
            boolean blockPrivate,

            @Setting(
                    doc =
                            "Members of these groups, as their primary one too, and root, are protected while they are logged in over SSH.",
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

            @Setting(
                    doc = "What its holder may ask for. Where one may allow, the fleet's allowlist holds only as such a"
                            + " key has signed it; where none may, as it stands on the topic.",
                    value = "[decide]")
            List<May> may,

            @Setting(
                    doc =
                            "What its holder may order, if he may order at all. A key that may decide belongs to a program:"
                                    + " it may order nothing about sessions, accounts, power and isolation.",
                    value = "[restart-unit]")
            List<OrderKind> orders,

            @Setting(doc = "The units that its holder may order about; all that are watched if left out.")
            List<String> units) {
        public TrustedKey {
            if (may.contains(May.DECIDE)
                    && may.contains(May.ORDER)
                    && orders.stream().anyMatch(OrderKind::needsAPerson)) {
                throw new IllegalArgumentException("orders go too far for a key that may decide;"
                        + " allowed: restart-unit, start-unit, stop-unit, scan, check-file");
            }
        }
    }

    /** What a key may ask for. */
    public enum May {
        DECIDE,
        ORDER,
        /** Say for the whole fleet who is never blocked. */
        ALLOW
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
