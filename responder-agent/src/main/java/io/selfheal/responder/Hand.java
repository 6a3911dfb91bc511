package io.selfheal.responder;

import io.selfheal.agent.config.ConfigException;
import io.selfheal.agent.log.Log;
import io.selfheal.agent.log.LogOutput;
import io.selfheal.responder.config.ResponderConfig;
import io.selfheal.responder.hand.HandAnswer;
import io.selfheal.responder.json.Json;
import io.selfheal.responder.link.Trust;
import io.selfheal.responder.order.HandDesk;
import io.selfheal.responder.order.Performer.Result;
import io.selfheal.schemas.codec.DecodeException;
import io.selfheal.schemas.order.NodeOrder;
import io.selfheal.schemas.order.Order;
import io.selfheal.schemas.sign.RecordSigner;
import io.selfheal.schemas.topic.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Root's hand: started by systemd for one order that the responder passes on, it believes nothing but the order's
 * signature and root's own {@code responder.yaml}. One request on standard input, {@code {"order":…,"signature":…}} and
 * a newline; one answer on standard output. {@code hand [--config FILE]}; exit status 2 for wrong use or configuration.
 */
public final class Hand {
    private static final Log LOG = Log.of(Hand.class);
    private static final Path STATE = Path.of("/var/lib/selfheal/hand");
    /** An order has a few hundred bytes; twice that in JSON, with a margin. */
    private static final int LONGEST_REQUEST = 64 * 1024;

    private final ResponderConfig config;
    private final Path state;
    private final InstantSource clock;

    Hand(ResponderConfig config, Path state, InstantSource clock) {
        this.config = config;
        this.state = state;
        this.clock = clock;
    }

    public static void main(String[] args) throws IOException {
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        LogOutput.toStandardError(Level.INFO);
        if (args.length != 0 && !(args.length == 2 && args[0].equals("--config"))) {
            LOG.error("wrong use", "problem", "unknown arguments; allowed: --config FILE");
            System.exit(Responder.WRONG_USE);
            return;
        }
        Path state = Path.of(Objects.requireNonNullElse(System.getenv("STATE_DIRECTORY"), STATE.toString()));
        try {
            ResponderConfig config = Responder.config(args.length == 2 ? Path.of(args[1]) : null);
            new Hand(config, state, InstantSource.system()).answer(System.in, System.out);
        } catch (ConfigException e) {
            LOG.error("the configuration is refused", "cause", e.getMessage());
            System.exit(Responder.WRONG_USE);
        }
    }

    /** Answers one request. What is no request is answered, too. */
    void answer(InputStream in, PrintStream out) throws IOException {
        Result result;
        try {
            Map<String, Object> request = request(in);
            // Two orders at once would each overwrite what the other remembers.
            try (FileChannel file = FileChannel.open(
                            state.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var _ = file.lock()) {
                result = take(request);
            }
        } catch (IllegalArgumentException e) {
            result = Result.refused(String.valueOf(e.getMessage()));
        }
        out.println(Json.write(HandAnswer.write(result)));
        out.flush();
    }

    private Result take(Map<String, Object> request) throws IOException {
        if (!(request.get("order") instanceof String text) || !(request.get("signature") instanceof String signature)) {
            return Result.refused("a request has an order and a signature");
        }
        OrderParts parts = new OrderParts(config, clock);
        String host = config.node().nameOrHost();
        ConsumerRecord<byte[], byte[]> message = new ConsumerRecord<>(
                Topics.ORDERS.name(),
                0,
                0,
                host.getBytes(StandardCharsets.UTF_8),
                text.getBytes(StandardCharsets.UTF_8));
        message.headers().add(RecordSigner.HEADER, signature.getBytes(StandardCharsets.ISO_8859_1));
        if (config.trust().keys().isEmpty()) {
            return Result.refused("this node knows no key (trust.keys), and root's hand believes nothing unsigned");
        }
        return switch (new Parts(config, clock).trust().author(message)) {
            case Trust.Author.Nobody(String reason) -> Result.refused(reason);
            case Trust.Author.Known(String key) -> believed(parts.hand(host, state), message.value(), key);
        };
    }

    private static Result believed(HandDesk desk, byte[] value, String key) {
        try {
            Order order = Topics.ORDERS.codec().decode(value);
            return order instanceof NodeOrder node
                    ? desk.take(node, key)
                    : Result.refused("it is signed by " + key + " but is no order to a node");
        } catch (DecodeException e) {
            return Result.refused("it is signed by " + key + " but cannot be read: " + e.getMessage());
        }
    }

    /** @throws IllegalArgumentException if it is too long or no JSON object */
    private static Map<String, Object> request(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.write(next);
            if (line.size() > LONGEST_REQUEST) {
                throw new IllegalArgumentException("a request has more than " + LONGEST_REQUEST + " bytes");
            }
        }
        try {
            return Json.readObject(line.toString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalArgumentException("a request is one line of JSON: " + e.getMessage(), e);
        }
    }
}
