package io.selfheal.node.doctor;

import io.selfheal.responder.config.ResponderConfig;
import io.selfheal.responder.control.ControlClient;
import io.selfheal.responder.firewall.Firewall;
import io.selfheal.responder.firewall.FirewallChoice;
import io.selfheal.responder.firewall.FirewallException;
import io.selfheal.responder.json.Json;
import io.selfheal.schemas.outcome.Mode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The responder as it sees itself, and whether its firewall can be used. */
final class ResponderExamination implements Examination {
    private static final String ABOUT = "responder";
    private static final String FIREWALL = "firewall";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Override
    public List<Finding> look(Node node) {
        ResponderConfig config = node.responder();
        if (config == null) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        try {
            Map<String, Object> status = Json.readObject(
                    new ControlClient(config.control().socket()).ask(Map.of("command", "status"), PATIENCE));
            findings.add(Finding.ok(ABOUT, "answers at " + config.control().socket()));
            modes(config, findings);
            firewall(part(status, FIREWALL), findings);
            kafka(part(status, "kafka"), findings);
            complaints(status.get("complaints"), findings);
        } catch (IOException e) {
            findings.add(Finding.wrong(
                    ABOUT,
                    "does not answer at " + config.control().socket() + " (" + e.getMessage() + ")",
                    "systemctl restart selfheal-responder; only root and the group "
                            + config.control().group() + " may ask it"));
        }
        backend(node, config, findings);
        return findings;
    }

    private static void modes(ResponderConfig config, List<Finding> findings) {
        Mode block = config.modes().block();
        if (block == Mode.SIMULATE || block == Mode.OFF) {
            findings.add(Finding.note(
                    ABOUT,
                    "modes.block is " + block.name().toLowerCase(Locale.ROOT) + ": nobody is blocked here",
                    "when you have seen what would be blocked: modes.block: act in responder.yaml,"
                            + " systemctl reload selfheal-responder"));
        }
    }

    private static void firewall(Map<?, ?> firewall, List<Finding> findings) {
        long repaired = number(firewall.get("driftRepaired"));
        long desired = number(firewall.get("desired"));
        long enforced = number(firewall.get("enforced"));
        long refused = number(firewall.get("refused"));
        long waiting = number(firewall.get("waiting"));
        if (repaired > 0) {
            findings.add(Finding.warning(
                    FIREWALL,
                    repaired + " entries that another program changed were put back since the start",
                    "look for 'flush ruleset' in scripts and in /etc/nftables.conf"));
        }
        long leftover = number(firewall.get("leftover"));
        if (leftover > 0) {
            findings.add(Finding.note(
                    FIREWALL,
                    "still in the kernel, from when this node acted: " + leftover,
                    "each goes at its end, or when nobody wants it any more; all of them now: selfheal unblock --all"));
        }
        String stands = firewall.get("backend") + ": " + enforced + " in force of " + desired + " wanted, " + refused
                + " refused by the guard" + (waiting > 0 ? ", " + waiting + " waiting for approval" : "");
        if (enforced + refused + waiting < desired) {
            findings.add(Finding.wrong(
                    FIREWALL, stands, "journalctl -u selfheal-responder says why; it is tried again every minute"));
        } else {
            findings.add(Finding.ok(FIREWALL, stands));
        }
    }

    private static void kafka(Map<?, ?> kafka, List<Finding> findings) {
        if (Boolean.FALSE.equals(kafka.get("connected"))) {
            findings.add(Finding.wrong(
                    "kafka",
                    "the responder is without Kafka since " + kafka.get("since") + " (" + kafka.get("cause") + ")",
                    "see above; blocks stay in force and end in time, reports wait on disk"));
        }
        if (number(kafka.get("lostReports")) > 0) {
            findings.add(Finding.warning(
                    "kafka",
                    kafka.get("lostReports") + " reports were dropped because the outbox was full",
                    "raise state.outbox-max"));
        }
        if (number(kafka.get("distrustedRecords")) > 0) {
            findings.add(Finding.warning(
                    "kafka",
                    kafka.get("distrustedRecords") + " decisions, orders or policy entries were not believed",
                    "look at trust.keys, and at who writes to the topics"));
        }
    }

    private static void complaints(@Nullable Object complaints, List<Finding> findings) {
        if (complaints instanceof List<?> all) {
            all.forEach(complaint -> findings.add(
                    Finding.warning(ABOUT, String.valueOf(complaint), "journalctl -u selfheal-responder")));
        }
    }

    /** Looks by itself at what the responder chooses; only where the node may block. */
    private static void backend(Node node, ResponderConfig config, List<Finding> findings) {
        Mode block = config.modes().block();
        if (block == Mode.SIMULATE || block == Mode.OFF) {
            return;
        }
        Firewall firewall = FirewallChoice.of(config.firewall(), node.clock()).firewall();
        try {
            findings.add(
                    firewall.held().inPlace()
                            ? Finding.ok(FIREWALL, firewall.name() + " has what drops packets in its place")
                            : Finding.wrong(
                                    FIREWALL,
                                    firewall.name() + " does not have what drops packets, or not as it should be",
                                    "it is put back within a minute; if not: systemctl restart selfheal-responder"));
        } catch (FirewallException e) {
            findings.add(Finding.wrong(FIREWALL, "cannot be used: " + e.getMessage(), toMend(config)));
        }
    }

    private static String toMend(ResponderConfig config) {
        return switch (config.firewall().backend()) {
            case AUTO, NETLINK, NFT ->
                PackageManager.HERE.install("nftables", "nftables") + "; run selfheal doctor as root";
            case IPTABLES ->
                PackageManager.HERE.install("iptables ipset", "iptables-nft ipset") + "; run selfheal doctor as root";
            case UFW -> PackageManager.HERE.install("ufw", "ufw") + "; ufw enable; run selfheal doctor as root";
            case PROXMOX -> "look at firewall.proxmox in responder.yaml; run selfheal doctor as root";
        };
    }

    private static Map<?, ?> part(Map<String, Object> status, String name) {
        return status.get(name) instanceof Map<?, ?> map ? map : Map.of();
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }
}
