package io.selfheal.responder;

import io.selfheal.agent.log.Log;
import io.selfheal.responder.bus.UnitSignals;
import io.selfheal.responder.care.Digest;
import io.selfheal.responder.config.HealSettings;
import io.selfheal.responder.config.OrderKind;
import io.selfheal.responder.config.ResponderConfig;
import io.selfheal.responder.config.ResponderConfig.GuardSettings;
import io.selfheal.responder.config.ResponderConfig.May;
import io.selfheal.responder.config.ResponderConfig.TrustedKey;
import io.selfheal.responder.firewall.Firewall;
import io.selfheal.responder.firewall.FirewallChoice;
import io.selfheal.responder.firewall.SimulatedFirewall;
import io.selfheal.responder.guard.AllowEntries;
import io.selfheal.responder.guard.AllowFile;
import io.selfheal.responder.guard.ClusterMembers;
import io.selfheal.responder.guard.DefaultGateways;
import io.selfheal.responder.guard.FileServers;
import io.selfheal.responder.guard.FixedNetworks;
import io.selfheal.responder.guard.Guard;
import io.selfheal.responder.guard.GuardLimits;
import io.selfheal.responder.guard.LoggedInAdministrators;
import io.selfheal.responder.guard.LoginSessions;
import io.selfheal.responder.guard.Loginctl;
import io.selfheal.responder.guard.NamedHosts;
import io.selfheal.responder.guard.OwnAddresses;
import io.selfheal.responder.guard.ProtectedSource;
import io.selfheal.responder.guard.Resolvers;
import io.selfheal.responder.guard.Utmp;
import io.selfheal.responder.heal.HealReports;
import io.selfheal.responder.heal.Healer;
import io.selfheal.responder.heal.HeardUnits;
import io.selfheal.responder.heal.Probe;
import io.selfheal.responder.heal.Systemd;
import io.selfheal.responder.heal.Units;
import io.selfheal.responder.heal.WatchedUnit;
import io.selfheal.responder.link.KafkaSettings;
import io.selfheal.responder.link.SignedTrust;
import io.selfheal.responder.link.Trust;
import io.selfheal.responder.link.UnsignedTrust;
import io.selfheal.responder.program.ExternalProgram;
import io.selfheal.responder.reconcile.Sink;
import io.selfheal.responder.state.LastHits;
import io.selfheal.responder.state.Remembered;
import io.selfheal.responder.vitals.HostSampler;
import io.selfheal.responder.vitals.HostWatch;
import io.selfheal.responder.vitals.Mounts;
import io.selfheal.responder.vitals.Peers;
import io.selfheal.schemas.net.LocalBrokers;
import io.selfheal.schemas.outcome.Mode;
import io.selfheal.schemas.outcome.Outcome.ActionKind;
import io.selfheal.schemas.sign.EntryGate;
import io.selfheal.schemas.sign.EntryTimes;
import io.selfheal.schemas.sign.RecordVerifier;
import io.selfheal.schemas.sign.SignedEntries;
import io.selfheal.schemas.sign.SigningKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Makes the responder's parts from its configuration. */
final class Parts {
    private static final Log LOG = Log.of(Parts.class);
    private static final Duration SYSTEMD_LIMIT = Duration.ofSeconds(90);
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(5);
    private static final Duration STAT_LIMIT = Duration.ofSeconds(5);
    private static final Duration LOGINCTL_LIMIT = Duration.ofSeconds(5);

    static final List<Path> RESOLVER_FILES =
            List.of(Path.of("/etc/resolv.conf"), Path.of("/run/systemd/resolve/resolv.conf"));

    private final ResponderConfig config;
    private final InstantSource clock;

    Parts(ResponderConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
    }

    static String version() {
        return Objects.requireNonNullElse(Parts.class.getPackage().getImplementationVersion(), "development");
    }

    /** Tried once, so that what is missing or weaker here is known before it matters. */
    FirewallChoice kernel() {
        return FirewallChoice.of(config.firewall(), clock);
    }

    /** What the administrator has to know about it; a node that only simulates is told nothing. */
    List<String> remarks(FirewallChoice choice) {
        return switch (config.modes().block()) {
            case ACT, ASK -> choice.remarks();
            case SIMULATE, OFF -> List.of();
        };
    }

    /** The real firewall only where the node may act; otherwise a ledger of its own (SAF-07). */
    Firewall firewall(Firewall kernel) {
        return switch (config.modes().block()) {
            case ACT, ASK -> kernel;
            case SIMULATE, OFF -> new SimulatedFirewall(clock);
        };
    }

    Map<ActionKind, Mode> modes() {
        Mode block = config.modes().block();
        Map<ActionKind, Mode> modes = new EnumMap<>(ActionKind.class);
        modes.put(ActionKind.BLOCK, block);
        modes.put(ActionKind.LIFT, block);
        modes.put(ActionKind.REPAIR_DRIFT, block);
        modes.put(ActionKind.RESTART_GUEST, config.modes().restartGuest());
        for (ActionKind action : ActionKind.values()) {
            OrderKind.of(action)
                    .ifPresent(kind -> modes.put(action, config.modes().of(kind)));
        }
        return modes;
    }

    /** The same by the names of the settings. */
    Map<String, Mode> modesBySetting() {
        Map<String, Mode> modes = new TreeMap<>();
        modes.put("block", config.modes().block());
        modes.put("restart-guest", config.modes().restartGuest());
        for (OrderKind kind : OrderKind.values()) {
            modes.put(kind.settingName(), config.modes().of(kind));
        }
        return modes;
    }

    /** @param capacity how many blocks the firewall can hold */
    Guard guard(AllowEntries fleetAllows, AllowEntries localAllows, LastHits hits, int capacity) {
        GuardSettings settings = config.guard();
        GuardLimits limits = new GuardLimits(
                settings.widestIpv4(),
                settings.widestIpv6(),
                Math.min(settings.maxEntries(), capacity),
                settings.blockPrivate());
        List<ProtectedSource> sources = List.of(
                new FixedNetworks(),
                OwnAddresses.ofThisHost(),
                new DefaultGateways(Path.of("/proc/net/route"), Path.of("/proc/net/ipv6_route")),
                new Resolvers(RESOLVER_FILES),
                new ClusterMembers(Path.of("/etc/corosync/corosync.conf")),
                new FileServers(Path.of("/proc/self/mounts")),
                new NamedHosts("Kafka broker", Set.copyOf(config.kafka().hosts()), InetAddress::getAllByName, clock),
                new AllowFile(settings.allowFile()),
                fleetAllows,
                localAllows,
                new LoggedInAdministrators(
                        sessions(),
                        List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6")),
                        Path.of("/etc/passwd"),
                        Path.of("/etc/group"),
                        new HashSet<>(settings.adminGroups())));
        return new Guard(limits, sources, network -> hits.note(network.toString(), clock.instant()));
    }

    /** utmp where there is one, since it costs nothing to read; logind where distributions gave utmp up. */
    private static LoginSessions sessions() {
        Utmp utmp = new Utmp(Path.of("/run/utmp"));
        Path loginctl = Path.of("/usr/bin/loginctl");
        Loginctl logind = new Loginctl(new ExternalProgram(List.of(loginctl.toString()), LOGINCTL_LIMIT));
        boolean systemd = Files.isDirectory(Path.of("/run/systemd/system")) && Files.isExecutable(loginctl);
        return () -> utmp.exists() ? utmp.list() : systemd ? logind.list() : List.of();
    }

    Mounts mounts() {
        return new Mounts(Path.of("/"), new ExternalProgram(List.of("/usr/bin/stat"), STAT_LIMIT));
    }

    /** The bus tells of this machine's units; another systemctl may ask another service manager. */
    Optional<UnitSignals> unitSignals() {
        boolean own = config.heal().systemctl().equals(List.of("/usr/bin/systemctl"));
        List<String> units =
                config.heal().units().stream().map(HealSettings.Unit::name).toList();
        return own && !units.isEmpty()
                ? Optional.of(new UnitSignals(config.heal().bus(), units))
                : Optional.empty();
    }

    Healer healer(HealReports reports, Mounts mounts, Optional<UnitSignals> signals) {
        List<WatchedUnit> watched = config.heal().units().stream()
                .map(unit -> new WatchedUnit(
                        unit.name(),
                        unit.restartsPerHour(),
                        unit.backOff(),
                        unit.settle(),
                        unit.probe(),
                        unit.probeEvery(),
                        unit.probeFailures(),
                        Set.copyOf(unit.needs())))
                .toList();
        Systemd systemd = new Systemd(
                new ExternalProgram(config.heal().systemctl(), SYSTEMD_LIMIT),
                new ExternalProgram(config.heal().journalctl(), SYSTEMD_LIMIT));
        return new Healer(
                config.modes().restartUnit(),
                watched,
                new Healer.Tools(
                        signals.<Units>map(told -> new HeardUnits(systemd, told))
                                .orElse(systemd),
                        Probe.overNetwork(PROBE_LIMIT),
                        probe -> Thread.ofVirtual().name("responder-probe").start(probe),
                        mounts::full,
                        RandomGenerator.getDefault()),
                reports,
                clock);
    }

    HostWatch hostWatch(String host, Mounts mounts, Sink sink) {
        HostSampler sampler =
                new HostSampler(Path.of("/"), mounts, config.vitals().diskWindow());
        Remembered usual = remembered("usual-traffic.jsonl");
        return new HostWatch(host, sampler, config.vitals(), usual, new Peers(Path.of("/")), sink, clock);
    }

    Digest digest(String host, Sink sink) {
        return new Digest(host, sink, config.digest(), remembered("digest.jsonl"), clock, ZoneId.systemDefault());
    }

    private Remembered remembered(String name) {
        return new Remembered(config.state().directory().resolve(name));
    }

    KafkaSettings kafka(String host) {
        return new KafkaSettings(config.kafka().bootstrap(), config.kafka().properties(), host);
    }

    /** Without keys, only what nobody but this host can write is believed, unless the configuration says otherwise. */
    Trust trust() throws IOException {
        Map<String, PublicKey> keys = new HashMap<>();
        Set<String> mayDecide = new HashSet<>();
        Set<String> mayOrder = new HashSet<>();
        Set<String> mayAllow = new HashSet<>();
        for (Map.Entry<String, TrustedKey> entry : config.trust().keys().entrySet()) {
            keys.put(entry.getKey(), SigningKeys.readPublic(entry.getValue().file()));
            for (May may : entry.getValue().may()) {
                switch (may) {
                    case DECIDE -> mayDecide.add(entry.getKey());
                    case ORDER -> mayOrder.add(entry.getKey());
                    case ALLOW -> mayAllow.add(entry.getKey());
                }
            }
        }
        if (!keys.isEmpty()) {
            RecordVerifier verifier = new RecordVerifier(keys);
            return new SignedTrust(verifier, mayDecide, mayOrder, allowlist(verifier, mayAllow));
        }
        LocalBrokers brokers = new LocalBrokers(config.kafka().bootstrap());
        return new UnsignedTrust(config.trust().unsigned() ? Optional::empty : brokers::doubt);
    }

    /** Everybody may write the fleet's allowlist where no key may in particular. */
    private EntryGate allowlist(RecordVerifier verifier, Set<String> mayAllow) {
        if (mayAllow.isEmpty()) {
            return EntryGate.OPEN;
        }
        Path file = config.state().directory().resolve("policy-times");
        return new SignedEntries(
                verifier,
                mayAllow,
                new EntryTimes(
                        file,
                        clock,
                        e -> LOG.warn("when policy entries were said is known until the next start only", "cause", e)));
    }
}
