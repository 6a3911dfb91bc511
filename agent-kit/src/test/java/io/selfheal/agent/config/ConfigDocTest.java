package io.selfheal.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.schemas.config.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfigDocTest {

    enum Mode {
        SIMULATE,
        ACT
    }

    record Unit(
            @Setting(doc = "Restarts an hour.", value = "3", allowed = "0 to 10")
            int restarts) {}

    record Agent(
            @Setting(doc = "Files to read.") List<Unit> sources,
            @Setting(doc = "Units by name.") Map<String, Unit> units,

            @Setting(doc = "Brokers.", value = "[\"localhost:9092\"]")
            List<String> brokers,

            @Setting(doc = "Act | simulate.", value = "simulate")
            Mode mode,

            @Setting(doc = "Where state is kept.") Path stateDir,
            @Setting(doc = "A pause.") Optional<Duration> pause) {}

    interface Mapping {
        @Setting(doc = "A limit.", value = "30s")
        Duration limit();

        Inner inner();

        interface Inner {
            @Setting(doc = "A word.")
            String word();
        }
    }

    @Test
    void writesOneRowForEachSetting() {
        assertThat(ConfigDoc.markdown(Agent.class)).isEqualTo("""
                | key | type | default | allowed | meaning |
                |---|---|---|---|---|
                | `sources[]` | list | empty |  | Files to read. |
                | `sources[].restarts` | whole number | `3` | 0 to 10 | Restarts an hour. |
                | `units.<name>` | mapping | empty |  | Units by name. |
                | `units.<name>.restarts` | whole number | `3` | 0 to 10 | Restarts an hour. |
                | `brokers` | list of text | `["localhost:9092"]` | each text | Brokers. |
                | `mode` | choice | `simulate` | simulate, act | Act \\| simulate. |
                | `state-dir` | path | **required** | an absolute path | Where state is kept. |
                | `pause` | duration | none | a duration like 500ms, 30s, 4h, 7d | A pause. |
                """);
    }

    @Test
    void readsConfigurationMappingsTooUnderTheirPrefix() {
        assertThat(ConfigDoc.markdown("selfheal.analyzer", Mapping.class)).isEqualTo("""
                | key | type | default | allowed | meaning |
                |---|---|---|---|---|
                | `selfheal.analyzer.inner.word` | text | **required** | text | A word. |
                | `selfheal.analyzer.limit` | duration | `30s` | a duration like 500ms, 30s, 4h, 7d | A limit. |
                """);
    }
}
