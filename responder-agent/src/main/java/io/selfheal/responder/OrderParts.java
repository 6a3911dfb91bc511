package io.selfheal.responder;

import io.selfheal.responder.account.Accounts;
import io.selfheal.responder.config.OrderKind;
import io.selfheal.responder.config.PeopleSettings;
import io.selfheal.responder.config.ResponderConfig;
import io.selfheal.responder.config.ResponderConfig.May;
import io.selfheal.responder.guard.AllowFile;
import io.selfheal.responder.guard.ProtectedSource;
import io.selfheal.responder.guard.Resolvers;
import io.selfheal.responder.hand.RootsHand;
import io.selfheal.responder.heal.Healer;
import io.selfheal.responder.heal.UnitOrders;
import io.selfheal.responder.isolate.Isolation;
import io.selfheal.responder.isolate.IsolationTable;
import io.selfheal.responder.isolate.Surroundings;
import io.selfheal.responder.link.UnsignedTrust;
import io.selfheal.responder.order.HandDesk;
import io.selfheal.responder.order.OrderDesk;
import io.selfheal.responder.order.OrderPolicy;
import io.selfheal.responder.order.Performer;
import io.selfheal.responder.order.Rights;
import io.selfheal.responder.power.Power;
import io.selfheal.responder.program.ExternalProgram;
import io.selfheal.responder.program.OwnRights;
import io.selfheal.responder.reconcile.Outcomes;
import io.selfheal.responder.reconcile.Sink;
import io.selfheal.responder.scan.FileChecks;
import io.selfheal.responder.scan.InfectedFiles;
import io.selfheal.responder.scan.Scans;
import io.selfheal.responder.state.CoolDowns;
import io.selfheal.responder.state.IsolationFile;
import io.selfheal.responder.state.LockedAccounts;
import io.selfheal.responder.state.OrderBook;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes what carries orders out, from the configuration. */
final class OrderParts {
    private static final Duration PROGRAM_LIMIT = Duration.ofSeconds(30);

    private final ResponderConfig config;
    private final InstantSource clock;

    OrderParts(ResponderConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
    }

    Scans scans() {
        Path file = config.state().directory().resolve("cool-downs.jsonl");
        return new Scans(config.scan(), new CoolDowns(file, config.scan().coolDown()), clock);
    }

    /**
     * @param backend the firewall that is in use here
     * @param allows allowlists beside the allow file
     */
    Isolation isolation(String host, String backend, List<ProtectedSource> allows, Outcomes outcomes, Sink sink) {
        List<ProtectedSource> allowlists = new ArrayList<>(allows);
        allowlists.add(new AllowFile(config.guard().allowFile()));
        Surroundings surroundings = new Surroundings(
                config.kafka().bootstrap(),
                InetAddress::getAllByName,
                new Resolvers(Parts.RESOLVER_FILES),
                allowlists,
                config.isolation().sshPort());
        return new Isolation(
                host,
                backend,
                new IsolationTable(new ExternalProgram(
                        config.firewall().program(), config.firewall().limit())),
                surroundings,
                new IsolationFile(config.state().directory()),
                outcomes,
                sink,
                clock);
    }

    OrderDesk desk(String host, Healer healer, Scans scans, Isolation isolation, Outcomes outcomes, Sink sink) {
        Performer units = new UnitOrders(healer);
        Path state = config.state().directory();
        Performer accounts = asRoot(accounts(state));
        Map<OrderKind, Performer> performers = Map.of(
                OrderKind.RESTART_UNIT, units,
                OrderKind.START_UNIT, units,
                OrderKind.STOP_UNIT, units,
                OrderKind.END_SESSIONS, accounts,
                OrderKind.LOCK_ACCOUNT, accounts,
                OrderKind.POWER, asRoot(power()),
                OrderKind.SCAN, scans,
                OrderKind.ISOLATE, isolation,
                OrderKind.CHECK_FILE,
                        new FileChecks(
                                config.scan().clamav(),
                                config.scan().fileType(),
                                config.scan().fileLimit()));
        OrderBook book = new OrderBook(state, clock);
        OrderDesk desk = new OrderDesk(host, policy(), book, performers, outcomes, new InfectedFiles(sink), clock);
        desk.resume();
        return desk;
    }

    private OrderPolicy policy() {
        Map<String, Rights> rights = new HashMap<>();
        config.trust().keys().forEach((name, key) -> {
            if (key.may().contains(May.ORDER)) {
                rights.put(name, Rights.of(key.orders(), key.units()));
            }
        });
        if (config.trust().keys().isEmpty()) {
            rights.put(UnsignedTrust.AUTHOR, Rights.UNSIGNED);
        }
        return new OrderPolicy(
                rights,
                config.modes()::of,
                config.orders().perHour()::of,
                config.orders().longestValidity());
    }

    /**
     * What root's hand does, whatever the responder says.
     *
     * @param state its own folder. Where nothing is remembered yet, nothing was done: the responder cannot take it away
     */
    HandDesk hand(String host, Path state) {
        Performer accounts = accounts(state);
        return new HandDesk(
                host,
                policy(),
                new OrderBook(state, clock, Instant.MIN),
                Map.of(
                        OrderKind.END_SESSIONS, accounts,
                        OrderKind.LOCK_ACCOUNT, accounts,
                        OrderKind.POWER, power()),
                clock);
    }

    private static Performer asRoot(Performer performer) {
        return OwnRights.isRoot() ? performer : new RootsHand(RootsHand.SOCKET, performer);
    }

    private Accounts accounts(Path state) {
        PeopleSettings people = config.people();
        Set<String> groups =
                people.protectAdministrators() ? new HashSet<>(config.guard().adminGroups()) : Set.of();
        return new Accounts(
                new Accounts.Protection(new HashSet<>(people.protectedAccounts()), groups, people.firstUid()),
                new Accounts.Tools(
                        program("/usr/bin/loginctl"),
                        program("/usr/sbin/usermod"),
                        program("/usr/bin/chage"),
                        program("/usr/bin/getent"),
                        program("/usr/bin/id")),
                new LockedAccounts(state));
    }

    private Power power() {
        return new Power(program("/usr/sbin/shutdown"), Path.of("/run/systemd/shutdown/scheduled"), clock);
    }

    private static ExternalProgram program(String path) {
        return new ExternalProgram(List.of(path), PROGRAM_LIMIT);
    }
}
