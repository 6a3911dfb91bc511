package io.selfheal.responder.config;

import io.selfheal.agent.tls.CertificateFile;
import io.selfheal.schemas.config.Setting;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The connection to the fleet's brokers. */
public record BrokerSettings(
        @Setting(doc = "Brokers to start from, HOST:PORT, separated by commas.", value = "localhost:9092")
        String bootstrap,

        @Setting(
                doc = "Further settings of the Kafka client, for example for TLS. What is read and how it is"
                        + " acknowledged is not among them.")
        Map<String, String> properties) {
    /** What nothing is lost or believed by mistake depends on; metrics are pushed by code that the package lacks. */
    private static final Set<String> NOT_FURTHER = Set.of(
            "acks",
            "auto.offset.reset",
            "bootstrap.servers",
            "enable.auto.commit",
            "enable.metrics.push",
            "isolation.level",
            "metric.reporters");

    public BrokerSettings {
        if (!bootstrap.matches("[^,\\s]+:[0-9]{1,5}(,[^,\\s]+:[0-9]{1,5})*")) {
            throw new IllegalArgumentException("bootstrap is no list of brokers; allowed: HOST:PORT,HOST:PORT");
        }
        properties.keySet().stream().filter(NOT_FURTHER::contains).findFirst().ifPresent(name -> {
            throw new IllegalArgumentException("properties: " + name
                    + " is the responder's own to set; allowed: a Kafka client's settings but for "
                    + String.join(", ", new TreeSet<>(NOT_FURTHER)));
        });
    }

    /** The files by which this node and the brokers know each other. */
    public List<CertificateFile> certificates() {
        return CertificateFile.ofKafka(properties);
    }

    public List<String> hosts() {
        return List.of(bootstrap.split(",", -1)).stream()
                .map(broker -> broker.substring(0, broker.lastIndexOf(':')).replaceAll("[\\[\\]]", ""))
                .toList();
    }
}
