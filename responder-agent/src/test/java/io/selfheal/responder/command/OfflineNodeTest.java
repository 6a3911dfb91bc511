package io.selfheal.responder.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.responder.NetworkNamespace;
import io.selfheal.responder.firewall.Change;
import io.selfheal.responder.firewall.SimulatedFirewall;
import io.selfheal.responder.isolate.IsolationTable;
import io.selfheal.responder.program.ExternalProgram;
import io.selfheal.responder.state.IsolationFile;
import io.selfheal.responder.state.NodeStore;
import io.selfheal.schemas.net.Cidr;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfflineNodeTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));

    @TempDir
    Path state;

    private SimulatedFirewall firewall;
    private OfflineNode node;

    @BeforeEach
    void block() throws Exception {
        firewall = new SimulatedFirewall(CLOCK);
        firewall.apply(
                new Change(true, Map.of(Cidr.parse("203.0.113.9"), Duration.ofHours(1)), Map.of(), Set.of(), null));
        node = new OfflineNode(
                firewall,
                new IsolationTable(new ExternalProgram(List.of("/nonexistent/nft"), Duration.ofSeconds(5))),
                state,
                CLOCK);
    }

    @Test
    void unblockingAllIsNotedSoThatTheResponderKeepsToIt() throws Exception {
        node.unblockAll();

        assertThat(firewall.held().inPlace()).isFalse();
        assertThat(new NodeStore(state).loadOverrides().allUnblockedUpTo()).isEqualTo(CLOCK.instant());
    }

    @Test
    void liftingAllForARemovalIsNotNotedSoThatWhatIsDecidedHoldsAfterTheNextInstallation() throws Exception {
        Map<String, Object> reply = node.liftAll();

        assertThat(reply.get("message")).asString().contains("1 blocks ended");
        assertThat(firewall.held().inPlace()).isFalse();
        assertThat(new NodeStore(state).loadOverrides().allUnblockedUpTo()).isNull();
    }

    @Test
    void liftingAllEndsAnIsolationToo() throws Exception {
        try (NetworkNamespace namespace = NetworkNamespace.make()) {
            namespace.must("nft", "add", "table", "inet", "selfheal_isolation");
            IsolationFile note = new IsolationFile(state);
            note.write(new IsolationFile.Noted(CLOCK.instant().plusSeconds(60), "o1", List.of("192.0.2.9 9092")));
            OfflineNode isolated =
                    new OfflineNode(firewall, new IsolationTable(namespace.program("nft")), state, CLOCK);

            Map<String, Object> reply = isolated.liftAll();

            assertThat(reply.get("message")).asString().endsWith("; this host is no longer cut off");
            assertThat(namespace.must("nft", "list", "tables")).isEmpty();
            assertThat(note.read()).isEmpty();
        }
    }
}
