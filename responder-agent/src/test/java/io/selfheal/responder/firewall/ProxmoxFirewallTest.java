package io.selfheal.responder.firewall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.selfheal.responder.firewall.proxmox.ProxmoxFirewall;
import io.selfheal.responder.proxmox.ProxmoxApiServer;
import io.selfheal.responder.proxmox.ProxmoxServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract against an HTTPS server that answers as Proxmox VE does. */
class ProxmoxFirewallTest extends FirewallContract {
    @TempDir
    Path folder;

    private ProxmoxApiServer server;
    private Path token;
    private Firewall firewall;

    @BeforeEach
    void startServer() throws Exception {
        server = new ProxmoxApiServer(folder);
        token = Files.writeString(folder.resolve("token"), ProxmoxApiServer.TOKEN + "\n");
        firewall = firewall(server.fingerprint());
    }

    private Firewall firewall(String fingerprint) {
        return new ProxmoxFirewall(
                new ProxmoxServer(
                        server.url(), token, Optional.of(fingerprint), Optional.empty(), Duration.ofSeconds(5)),
                "blacklist",
                InstantSource.system());
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Override
    Firewall firewall() {
        return firewall;
    }

    @Override
    boolean endsBlocksByItself() {
        return false;
    }

    @Override
    int many() {
        return 300;
    }

    /** The set may hold others' entries, so that it stays when ours go. */
    @Override
    boolean goesWithItsBlocks() {
        return false;
    }

    @Test
    void neverTouchesWhatTheAdministratorPutIn() throws Exception {
        firewall.apply(install());
        server.sets.get("blacklist").put(A.toString(), new HashMap<>(Map.of("comment", "by hand")));
        server.sets.get("blacklist").put("203.0.113.0/24", new HashMap<>(Map.of("nomatch", "1")));

        firewall.apply(add(Map.of(A, HOUR, B, HOUR)));
        assertThat(firewall.held().remaining()).containsOnlyKeys(A, B);
        firewall.apply(remove(Set.of(A)));
        firewall.removeAll();

        assertThat(server.sets.get("blacklist")).containsOnlyKeys(A.toString(), "203.0.113.0/24");
        assertThat(server.sets.get("blacklist").get(A.toString())).containsEntry("comment", "by hand");
        assertThat(firewall.held().remaining()).isEmpty();
    }

    @Test
    void writesTheEndIntoTheComment() throws Exception {
        firewall.apply(install());

        firewall.apply(networks(Map.of(NET_SIX, HOUR)));

        assertThat(server.sets.get("blacklist").get(NET_SIX.toString()).get("comment"))
                .matches("selfheal until 20[0-9-]{8}T[0-9:]{8}Z");
    }

    @Test
    void readsItBackAfterAnotherStart() throws Exception {
        firewall.apply(install());
        firewall.apply(add(Map.of(A, HOUR)));

        assertThat(firewall(server.fingerprint()).held().remaining().get(A)).isBetween(HOUR.minusSeconds(30), HOUR);
    }

    @Test
    void isNotReadyWhileTheDatacentersFirewallIsOff() {
        server.enabled = false;

        assertThatThrownBy(firewall::held)
                .isInstanceOf(FirewallException.class)
                .hasMessageContaining("firewall is off");
    }

    @Test
    void believesNoOtherCertificateThanThePinnedOne() {
        Firewall other = firewall("00".repeat(32));

        assertThatThrownBy(other::probe)
                .isInstanceOf(FirewallException.class)
                .hasMessageContaining("another certificate")
                .hasMessageContaining(server.fingerprint());
        assertThat(server.requests).isEmpty();
    }

    @Test
    void believesNoCertificateThatNobodyVouchesFor() {
        Firewall unpinned = new ProxmoxFirewall(
                new ProxmoxServer(server.url(), token, Optional.empty(), Optional.empty(), Duration.ofSeconds(5)),
                "blacklist",
                InstantSource.system());

        assertThatThrownBy(unpinned::probe).isInstanceOf(FirewallException.class);
        assertThat(server.requests).isEmpty();
    }

    @Test
    void saysWhatIsWrongWithTheToken() throws Exception {
        Files.writeString(token, "selfheal@pve!responder=ffffffff-3a2b-4c5d-8e9f-001122334455");
        assertThatThrownBy(() -> firewall(server.fingerprint()).probe())
                .isInstanceOf(FirewallException.class)
                .hasMessageContaining("401");

        Files.writeString(token, "secret");
        assertThatThrownBy(() -> firewall(server.fingerprint()).probe())
                .isInstanceOf(FirewallException.class)
                .hasMessageContaining("holds no API token")
                .hasMessageNotContaining("secret");
    }

    @Test
    void saysWhenNobodyAnswers() {
        server.close();

        assertThatThrownBy(firewall::held)
                .isInstanceOf(FirewallException.class)
                .hasMessageContaining("cannot reach Proxmox");
    }
}
