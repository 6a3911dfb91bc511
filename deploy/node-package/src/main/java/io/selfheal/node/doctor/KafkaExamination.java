package io.selfheal.node.doctor;

import io.selfheal.schemas.net.TcpPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Whether the brokers can be reached from here. One that answers is enough to begin with. */
final class KafkaExamination implements Examination {
    private static final String ABOUT = "kafka";
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int MOST = 6;

    @Override
    public List<Finding> look(Node node) {
        Set<String> brokers = new LinkedHashSet<>();
        if (node.collector() != null) {
            brokers.addAll(List.of(node.collector().kafka().bootstrap().split(",", -1)));
        }
        if (node.responder() != null) {
            brokers.addAll(List.of(node.responder().kafka().bootstrap().split(",", -1)));
        }
        List<String> reached = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        brokers.stream().limit(MOST).forEach(broker -> {
            String failure = failure(broker.strip());
            if (failure.isEmpty()) {
                reached.add(broker.strip());
            } else {
                failures.add(broker.strip() + ": " + failure);
            }
        });
        if (brokers.isEmpty()) {
            return List.of();
        }
        if (reached.isEmpty()) {
            return List.of(Finding.wrong(
                    ABOUT,
                    "no broker can be reached: " + String.join("; ", failures),
                    "look at kafka.bootstrap and the way there; meanwhile the node goes on from kernel and disk,"
                            + " and lines wait in their files"));
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok(ABOUT, "reached " + String.join(", ", reached)));
        failures.forEach(
                failure -> findings.add(Finding.warning(ABOUT, "not reached: " + failure, "look at that broker")));
        return findings;
    }

    private static String failure(String broker) {
        int colon = broker.lastIndexOf(':');
        if (colon < 1 || !broker.substring(colon + 1).matches("[0-9]{1,5}")) {
            return "is no HOST:PORT";
        }
        String host = broker.substring(0, colon).replaceAll("[\\[\\]]", "");
        return TcpPort.failure(host, Integer.parseInt(broker.substring(colon + 1)), PATIENCE);
    }
}
