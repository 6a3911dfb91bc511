package io.selfheal.analyzer.stream;

import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/** Whether Kafka's clients have a broker: none of their calls says so, their own count of connections does. */
final class BrokerConnections {
    private BrokerConnections() {}

    /** @param metrics of one client or of several */
    static boolean isAny(Map<MetricName, ? extends Metric> metrics) {
        return metrics.entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("connection-count"))
                .anyMatch(metric -> metric.getValue().metricValue() instanceof Double count && count > 0);
    }
}
