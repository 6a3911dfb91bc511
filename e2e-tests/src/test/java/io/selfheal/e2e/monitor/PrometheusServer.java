package io.selfheal.e2e.monitor;

import static org.awaitility.Awaitility.await;

import io.selfheal.e2e.fleet.Installation;
import io.selfheal.e2e.lab.Finished;
import io.selfheal.e2e.lab.Program;
import io.selfheal.e2e.lab.Running;
import io.selfheal.standalone.broker.EmbeddedKafka;
import io.selfheal.test.http.FakeServer;
import io.selfheal.test.http.FakeServer.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A real Prometheus with the configuration that ships, which is shown what services answered. */
public final class PrometheusServer implements AutoCloseable {
    /** The configuration, rules and dashboard that ship. */
    public static final Path SHIPPED = Installation.here().home().resolve("deploy/grafana");

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<FakeServer> services = new ArrayList<>();
    private final Running prometheus;
    private final String url;

    private PrometheusServer(Path folder, Map<Integer, String> figures) throws IOException {
        String configuration = Files.readString(SHIPPED.resolve("prometheus.yml"))
                .replace(
                        "selfheal-alerts.yml",
                        SHIPPED.resolve("selfheal-alerts.yml").toString())
                .replace("scrape_interval: 30s", "scrape_interval: 1s");
        for (Map.Entry<Integer, String> service : figures.entrySet()) {
            String text = service.getValue();
            FakeServer server = new FakeServer(asked ->
                    new Answer(asked.path().equals("/q/metrics") ? 200 : 404, "text/plain", text, 0, List.of()));
            services.add(server);
            configuration = configuration.replace(
                    "127.0.0.1:" + service.getKey(), server.url().getAuthority());
        }
        Path file = Files.writeString(
                folder.resolve("prometheus.yml"), "global: {evaluation_interval: 1s}\n" + configuration);
        String address = "127.0.0.1:" + EmbeddedKafka.freePort();
        url = "http://" + address;
        prometheus = Program.start(
                "prometheus",
                List.of(
                        "prometheus",
                        "--config.file=" + file,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=" + address,
                        "--log.level=warn"));
    }

    /**
     * Starts it, and waits until it has asked every service twice.
     *
     * @param figures what {@code /q/metrics} answered, by the port that the shipped configuration names
     */
    public static PrometheusServer start(Path folder, Map<Integer, String> figures) throws IOException {
        PrometheusServer started = new PrometheusServer(folder, figures);
        await().atMost(PATIENCE)
                .until(() -> started.services.stream().allMatch(s -> s.asked().size() > 2)
                        && started.query("count(up == 1) == " + figures.size()).ok());
        return started;
    }

    /** The values of an expression, a line each; fails for one that is none. */
    public Finished query(String expression) {
        return Program.run(List.of("promtool", "query", "instant", url, expression), PATIENCE);
    }

    @Override
    public void close() {
        prometheus.close();
        services.forEach(FakeServer::close);
    }
}
