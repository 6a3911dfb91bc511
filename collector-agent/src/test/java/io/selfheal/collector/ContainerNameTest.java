package io.selfheal.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.selfheal.agent.config.YamlConfig;
import io.selfheal.schemas.event.LogPosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerNameTest {
    private static final String ID = "0123456789abcdef".repeat(4);

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "/var/log/pods/shop_web-7d4b-x2x_1f2e-3d/nginx/0.log, shop/web-7d4b-x2x/nginx",
        "/var/log/pods/kube-system_etcd-a.b_77/etcd/12.log, kube-system/etcd-a.b/etcd",
        "/var/log/auth.log,",
        "/var/log/pods/shop_web/nginx/0.log,",
        "/srv/a_b_c/d/x.log,",
    })
    void readsKubernetesNamesFromThePath(String path, String name) {
        assertThat(ContainerName.of(Path.of(path))).isEqualTo(name);
    }

    @Test
    void readsKubernetesNamesFromALink() {
        assertThat(ContainerName.of(Path.of("/var/log/containers/web-7d4b_shop_nginx-" + ID + ".log")))
                .isEqualTo("shop/web-7d4b/nginx");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"Config\":{\"Name\":\"inner\"},\"Name\":\"/web-1\"} | web-1",
                "{\"Name\":7} |",
                "{\"Name\":\"/\"} |",
                "[\"Name\"] |",
                "{\"Config\":{\"half\" |",
            })
    void readsDockersNameFromTheFileBesideTheLogAndNothingFromABrokenOne(String config, String name)
            throws IOException {
        Path log = directory.resolve(ID).resolve(ID + "-json.log");
        Files.createDirectory(directory.resolve(ID));
        assertThat(ContainerName.of(log)).isNull();
        Files.writeString(log.resolveSibling("config.v2.json"), config);

        assertThat(ContainerName.of(log)).isEqualTo(name);
    }

    @Test
    void bearsTheNameInTheEventsOfItsLog() throws IOException {
        Path log = directory.resolve("shop_web_1/nginx/0.log");
        Files.createDirectories(log.getParent());
        MemoryPublisher kafka = new MemoryPublisher();
        CollectorConfig config = YamlConfig.parse(
                "collector.yaml", """
                state-directory: %s
                sources: [{path: "%s/*_*_*/*/*.log", start: beginning}]
                """.formatted(directory.resolve("state"), directory), CollectorConfig.class);
        Files.writeString(
                log,
                "2026-11-21T12:00:00.123456789Z stdout F 203.0.113.9 - - [21/Nov/2026:12:00:00 +0000]"
                        + " \"GET /x HTTP/1.1\" 404 5 \"-\" \"curl\"\n");
        try (CollectorAgent agent = CollectorAgent.start(config, kafka, InstantSource.system())) {
            await().until(() -> agent.acknowledged() == 1);
        }
        LogPosition place =
                Objects.requireNonNull(kafka.events.getFirst().origin().log());
        assertThat(place.container()).isEqualTo("shop/web/nginx");
    }
}
