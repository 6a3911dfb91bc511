package io.selfheal.responder;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.agent.config.YamlConfig;
import io.selfheal.responder.config.ResponderConfig;
import io.selfheal.responder.hand.RootsHand;
import io.selfheal.responder.json.Json;
import io.selfheal.responder.order.Performer;
import io.selfheal.responder.order.Performer.Result;
import io.selfheal.responder.order.Performer.Task;
import io.selfheal.responder.order.Proof;
import io.selfheal.schemas.order.NodeAct;
import io.selfheal.schemas.order.NodeOrder;
import io.selfheal.schemas.outcome.Outcome.Status;
import io.selfheal.schemas.sign.RecordSigner;
import io.selfheal.schemas.sign.SigningKeys;
import io.selfheal.schemas.topic.Topics;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Orders that call a shutdown off: real ones, of which nothing comes where nothing is scheduled. */
class HandTest {
    private static final NodeAct CANCEL = new NodeAct.CancelShutdown();

    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2026-11-27T12:00:00Z");
    private RecordSigner ann;
    private RecordSigner stranger;

    @BeforeEach
    void makeKeys() throws IOException {
        ann = signer("ann");
        stranger = signer("stranger");
    }

    private RecordSigner signer(String name) throws IOException {
        SigningKeys.generate(folder, name);
        return new RecordSigner(name, SigningKeys.readPrivate(folder.resolve(name + ".key")));
    }

    @Test
    void aSignedOrderIsDoneOnce() {
        NodeOrder order = order("o1", "web1", CANCEL);

        assertThat(ask(order, ann)).containsEntry("status", "ALREADY_IN_FORCE");
        assertThat(ask(order, ann))
                .containsEntry("status", "REFUSED")
                .containsEntry("reason", "root's hand had it before");
    }

    @Test
    void nothingIsBelievedButASignatureThatThisNodeKnows() throws IOException {
        NodeOrder order = order("o1", "web1", CANCEL);

        assertThat(refusal(order, stranger)).contains("stranger is not known here");
        assertThat(refusal(request(text(order), "ann:" + "A".repeat(86) + "==")))
                .contains("signature");
        assertThat(refusal(request(text(order), ""))).contains("not signed");
        assertThat(refusal(request(text(order("o1", "web1", new NodeAct.Reboot(1))), signature(order, ann))))
                .as("the signature of another order")
                .contains("signature");
        assertThat(refusal(order("o2", "web2", CANCEL), ann)).contains("signature");
        assertThat(Files.exists(folder.resolve("orders-done.jsonl"))).isFalse();
    }

    @Test
    void thisNodesOwnWordHolds() {
        assertThat(refusal(order("o1", "web1", new NodeAct.LockAccount("bob")), ann))
                .contains("trust.keys.ann.orders");
        assertThat(refusal(order("o2", "web1", new NodeAct.RestartUnit("nginx.service")), ann))
                .isEqualTo("root's hand does not do this");
        NodeOrder late = order("o3", "web1", CANCEL);
        now = now.plus(Duration.ofHours(2));
        assertThat(refusal(late, ann)).contains("it expired");
    }

    @Test
    void whatIsNoRequestIsAnsweredToo() {
        for (String line : List.of("", "{", "[1]", "{}", "{\"order\": 1}", "{\"order\": \"{}\", \"signature\": []}")) {
            assertThat(answer(line)).as(line).containsEntry("status", "REFUSED");
        }
        assertThat(answer("x".repeat(70_000)))
                .extractingByKey("reason")
                .asString()
                .contains("more than 65536 bytes");
    }

    @Test
    void theResponderPassesASignedOrderOnAndSaysWhatTheHandSays() throws Exception {
        Path socket = folder.resolve("hand.socket");
        RootsHand hand = new RootsHand(socket, new NoObjection());
        NodeOrder order = order("o1", "web1", CANCEL);
        Proof proof = new Proof(text(order), signature(order, ann));
        assertThat(hand.objection(CANCEL).orElseThrow()).contains("systemctl enable --now selfheal-hand.socket");

        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            Thread listening = Thread.ofVirtual().start(() -> serve(server, 2));

            assertThat(hand.objection(CANCEL)).isEmpty();
            assertThat(hand.perform(new Task("o1", "ann", CANCEL)).status())
                    .as("what nobody signed does not even get there")
                    .isEqualTo(Status.REFUSED);
            Result result = hand.perform(new Task("o1", "ann", CANCEL, proof));
            assertThat(result.status()).isEqualTo(Status.ALREADY_IN_FORCE);
            assertThat(result.reason()).isEqualTo("nothing is scheduled");
            assertThat(hand.perform(new Task("o1", "ann", CANCEL, proof)).reason())
                    .isEqualTo("root's hand had it before");
            listening.join();
        }
        assertThat(hand.perform(new Task("o1", "ann", CANCEL, proof)).reason()).contains("gave no answer");
    }

    private record NoObjection() implements Performer {
        @Override
        public Optional<String> objection(NodeAct act) {
            return Optional.empty();
        }

        @Override
        public Result perform(Task task) {
            throw new IllegalStateException("the responder is not root");
        }
    }

    /** As systemd does it: one program for each connection. */
    private void serve(ServerSocketChannel server, int times) {
        for (int i = 0; i < times; i++) {
            try (SocketChannel connection = server.accept()) {
                hand().answer(
                                Channels.newInputStream(connection),
                                new PrintStream(Channels.newOutputStream(connection), false, StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private Hand hand() {
        Path file = folder.resolve("responder.yaml");
        try {
            Files.writeString(file, """
                    node:
                      name: web1
                    modes:
                      power: act
                      lock-account: act
                    trust:
                      keys:
                        ann:
                          file: %s
                          may: [order]
                          orders: [power, restart-unit]
                    """.formatted(folder.resolve("ann.pub")));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        InstantSource clock = () -> now;
        return new Hand(YamlConfig.read(file, ResponderConfig.class), folder, clock);
    }

    private NodeOrder order(String id, String host, NodeAct act) {
        return new NodeOrder(id, now, now.plus(Duration.ofHours(1)), "ann", "because", host, act);
    }

    private static String text(NodeOrder order) {
        return new String(Topics.ORDERS.codec().encode(order), StandardCharsets.UTF_8);
    }

    private static String signature(NodeOrder order, RecordSigner signer) {
        byte[] value = Topics.ORDERS.codec().encode(order);
        return new String(signer.sign(Topics.ORDERS.name(), order.key(), value), StandardCharsets.ISO_8859_1);
    }

    private static String request(String text, String signature) {
        return Json.write(Map.of("order", text, "signature", signature));
    }

    private Map<String, Object> ask(NodeOrder order, RecordSigner signer) {
        return answer(request(text(order), signature(order, signer)));
    }

    private String refusal(NodeOrder order, RecordSigner signer) {
        return refusal(request(text(order), signature(order, signer)));
    }

    private String refusal(String line) {
        Map<String, Object> answer = answer(line);
        assertThat(answer).containsEntry("status", "REFUSED");
        return String.valueOf(answer.get("reason"));
    }

    private Map<String, Object> answer(String line) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            hand().answer(
                            new ByteArrayInputStream((line + "\n").getBytes(StandardCharsets.UTF_8)),
                            new PrintStream(out, false, StandardCharsets.UTF_8));
            return Json.readObject(out.toString(StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
