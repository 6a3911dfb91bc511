package io.selfheal.responder.config;

import io.selfheal.schemas.config.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Which firewall drops packets, and how it is spoken to. */
public record FirewallSettings(
        @Setting(
                doc = "Which firewall: the kernel's nftables over netlink, the same through the nft program,"
                        + " iptables with ipset, ufw, or a Proxmox VE cluster's. Auto takes the first of netlink,"
                        + " nft and iptables that works here, or nft alone if program is set.",
                value = "auto")
        Backend backend,

        @Setting(doc = "The nft program and its leading arguments.", value = "[/usr/sbin/nft]")
        List<String> program,

        @Setting(doc = "Where iptables, ip6tables, their -restore programs, ipset and ufw are.", value = "/usr/sbin")
        Path programs,

        @Setting(doc = "The Proxmox VE cluster, for the backend proxmox.")
        ProxmoxSettings proxmox,

        @Setting(doc = "How often the kernel's set is compared with what should be there.", value = "1m")
        Duration reconcileEvery,

        @Setting(doc = "How long one run of the program may take.", value = "30s")
        Duration limit) {
    /** The default. */
    public static final List<String> USUAL_PROGRAM = List.of("/usr/sbin/nft");

    public FirewallSettings {
        if (program.isEmpty()) {
            throw new IllegalArgumentException("program is empty; allowed: a path and arguments");
        }
        if (reconcileEvery.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("reconcile-every is too short; allowed: 1s or more");
        }
        if (!programs.isAbsolute()) {
            throw new IllegalArgumentException("programs is no absolute path; allowed: a folder, e.g. /usr/sbin");
        }
        if (backend == Backend.PROXMOX && proxmox.url().isEmpty()) {
            throw new IllegalArgumentException(
                    "proxmox has no url, and the backend is proxmox; allowed: url: https://HOST:8006");
        }
    }

    /** What drops packets on this node. */
    public enum Backend {
        AUTO,
        NETLINK,
        NFT,
        IPTABLES,
        UFW,
        PROXMOX
    }
}
