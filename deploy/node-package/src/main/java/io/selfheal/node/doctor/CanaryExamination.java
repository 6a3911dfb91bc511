package io.selfheal.node.doctor;

import io.selfheal.collector.CollectorConfig;
import io.selfheal.responder.config.ResponderConfig;
import io.selfheal.responder.control.ControlClient;
import io.selfheal.responder.json.Json;
import io.selfheal.responder.program.ExternalProgram;
import io.selfheal.responder.program.ExternalProgram.Input;
import io.selfheal.schemas.net.IpAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends a line the whole way and waits until it comes back: into the system's log, through the collector, Kafka and
 * the analyzer to this node's firewall. The line names a fresh address out of 2001:db8::/32, which nobody has
 * (RFC 3849); the analyzer answers with a block of a minute, on this host only. Where it is lost tells what to mend.
 */
final class CanaryExamination implements Examination {
    private static final String ABOUT = "canary";
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int BYTES_OF_AN_ADDRESS = 16;

    private final ExternalProgram logger;
    private final Duration patience;

    /** @param patience how long the answer may take */
    CanaryExamination(Duration patience) {
        this(new ExternalProgram(List.of("/usr/bin/logger"), LIMIT), patience);
    }

    CanaryExamination(ExternalProgram logger, Duration patience) {
        this.logger = logger;
        this.patience = patience;
    }

    @Override
    public List<Finding> look(Node node) {
        CollectorConfig collector = node.collector();
        ResponderConfig responder = node.responder();
        if (collector == null || responder == null) {
            return List.of(
                    Finding.wrong(ABOUT, "was not sent: a configuration is refused", "mend that first, see config"));
        }
        CanaryJourney journey = new CanaryJourney(nobodys());
        try {
            write(journey.address());
        } catch (IOException e) {
            return List.of(Finding.wrong(
                    ABOUT,
                    "cannot be written to the system's log: " + e.getMessage(),
                    PackageManager.HERE.install("bsdutils", "util-linux") + "; systemctl status systemd-journald"));
        }
        long start = System.nanoTime();
        Duration passed = Duration.ZERO;
        while (!journey.isOver(passed) && passed.compareTo(patience) < 0) {
            LockSupport.parkNanos(PAUSE.toNanos());
            passed = Duration.ofNanos(System.nanoTime() - start);
            askCollector(journey, collector, passed);
            askResponder(journey, responder, passed);
        }
        return List.of(journey.finding(patience));
    }

    private static IpAddress nobodys() {
        byte[] bytes = new byte[BYTES_OF_AN_ADDRESS];
        new SecureRandom().nextBytes(bytes);
        bytes[0] = 0x20;
        bytes[1] = 0x01;
        bytes[2] = 0x0d;
        bytes[3] = (byte) 0xb8;
        try {
            return IpAddress.parse(InetAddress.getByAddress(bytes).getHostAddress());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("sixteen bytes are an address", e);
        }
    }

    private void write(IpAddress address) throws IOException {
        ExternalProgram.Run<String> run = logger.run(
                List.of("--tag", "selfheal-doctor", "--priority", "authpriv.notice", "--", "canary " + address),
                Input.NONE);
        if (!run.succeeded()) {
            throw new IOException(run.errors().strip());
        }
    }

    private static void askCollector(CanaryJourney journey, CollectorConfig collector, Duration passed) {
        if (journey.isRead()) {
            return;
        }
        try {
            CollectorStatus.read(collector).sources().stream()
                    .filter(source -> journey.address().toString().equals(source.get("canary")))
                    .findFirst()
                    .ifPresent(source -> journey.readFrom(String.valueOf(source.get("source")), passed));
        } catch (IOException e) {
            journey.troubledBy("the collector's status cannot be read: " + e.getMessage());
        }
    }

    private static void askResponder(CanaryJourney journey, ResponderConfig responder, Duration passed) {
        try {
            Map<String, Object> reply =
                    Json.readObject(new ControlClient(responder.control().socket())
                            .ask(
                                    Map.of(
                                            "command",
                                            "decisions",
                                            "target",
                                            journey.address().toString()),
                                    LIMIT));
            if (reply.get("decisions") instanceof List<?> rows) {
                rows.stream()
                        .filter(row -> row instanceof Map<?, ?> map
                                && journey.address().toString().equals(map.get("target")))
                        .findFirst()
                        .ifPresent(row -> journey.cameBack((Map<?, ?>) row, passed));
            }
        } catch (IOException e) {
            journey.troubledBy("the responder does not answer: " + e.getMessage());
        }
    }
}
