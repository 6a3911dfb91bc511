package io.selfheal.responder.firewall;

import io.selfheal.responder.config.FirewallSettings;
import io.selfheal.responder.config.ProxmoxSettings;
import io.selfheal.responder.firewall.iptables.IptablesFirewall;
import io.selfheal.responder.firewall.netlink.NetlinkFirewall;
import io.selfheal.responder.firewall.netlink.NetlinkSocket;
import io.selfheal.responder.firewall.proxmox.ProxmoxFirewall;
import io.selfheal.responder.firewall.ufw.Ufw;
import io.selfheal.responder.firewall.ufw.UfwByRoot;
import io.selfheal.responder.firewall.ufw.UfwFirewall;
import io.selfheal.responder.program.ExternalProgram;
import io.selfheal.responder.program.OwnRights;
import io.selfheal.responder.proxmox.ProxmoxServer;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * The firewall that the configuration asks for, tried before anything depends on it (SAF-30). {@code auto} takes the
 * first that works of netlink, the nft program, and iptables; ufw and Proxmox are only taken when they are named.
 *
 * @param firewall what was chosen; when none works the first, so that its error stands in every outcome
 * @param remarks what was not as it should be, and what the chosen one does less well: for people, a sentence each
 */
public record FirewallChoice(Firewall firewall, List<String> remarks) {
    public FirewallChoice {
        remarks = List.copyOf(remarks);
    }

    public static FirewallChoice of(FirewallSettings settings, InstantSource clock) {
        return switch (settings.backend()) {
            case AUTO -> firstOf(automatic(settings));
            case NETLINK -> firstOf(List.of(netlink()));
            case NFT -> firstOf(List.of(nft(settings)));
            case IPTABLES -> firstOf(List.of(iptables(settings)));
            case UFW -> firstOf(List.of(new UfwFirewall(ufw(settings), UfwFirewall.DEFAULTS, clock)));
            case PROXMOX -> firstOf(List.of(proxmox(settings.proxmox(), clock)));
        };
    }

    /** Who names an nft program of his own means it: it may be one that enters another namespace. */
    private static List<Firewall> automatic(FirewallSettings settings) {
        return settings.program().equals(FirewallSettings.USUAL_PROGRAM)
                ? List.of(netlink(), nft(settings), iptables(settings))
                : List.of(nft(settings));
    }

    static FirewallChoice firstOf(List<Firewall> candidates) {
        List<String> remarks = new ArrayList<>();
        for (Firewall candidate : candidates) {
            try {
                candidate.probe();
                candidate
                        .weaknesses()
                        .forEach(weakness -> remarks.add("firewall " + candidate.name() + ": " + weakness));
                return new FirewallChoice(candidate, remarks);
            } catch (FirewallException e) {
                remarks.add("firewall " + candidate.name() + " was not usable at the start: " + e.getMessage());
            }
        }
        return new FirewallChoice(candidates.getFirst(), remarks);
    }

    private static Firewall netlink() {
        return new NetlinkFirewall(NetlinkSocket::open);
    }

    private static Firewall nft(FirewallSettings settings) {
        return new NftablesFirewall(new ExternalProgram(settings.program(), settings.limit()));
    }

    private static Firewall iptables(FirewallSettings settings) {
        return new IptablesFirewall(folder(settings));
    }

    private static Ufw ufw(FirewallSettings settings) {
        return OwnRights.isRoot() ? Ufw.in(folder(settings)) : new UfwByRoot(UfwByRoot.SOCKET, settings.limit());
    }

    private static Firewall proxmox(ProxmoxSettings settings, InstantSource clock) {
        ProxmoxServer server = new ProxmoxServer(
                settings.url().orElse(URI.create("https://localhost:8006")),
                settings.tokenFile(),
                settings.fingerprint(),
                settings.authority(),
                settings.limit());
        return new ProxmoxFirewall(server, settings.ipSet(), clock);
    }

    private static ProgramFolder folder(FirewallSettings settings) {
        return new ProgramFolder(name ->
                new ExternalProgram(List.of(settings.programs().resolve(name).toString()), settings.limit()));
    }
}
