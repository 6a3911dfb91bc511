package io.selfheal.responder.care;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.selfheal.agent.config.ConfigException;
import io.selfheal.agent.config.YamlConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CareConfigTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "exclude: ['/srv/[abc']      | exclude: has '/srv/[abc', which is no glob: Missing",
                "keep: 0                     | keep",
                "level: 12                   | level: '12' is out of range; allowed: 1 to 9",
                "test-every: 1h              | test-every: '1h' is too short; allowed: 1d or more",
                "recipient: age1nonsense     | recipient",
            })
    void whatNoBackupCanBeMadeByIsRefused(String setting, String message) {
        assertThatThrownBy(() -> backup(setting))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("care.yaml")
                .hasMessageContaining(message);
    }

    private static CareConfig backup(String setting) {
        return YamlConfig.parse("care.yaml", """
                backups:
                  - name: web
                    paths: [/srv]
                    %s
                """.formatted(setting), CareConfig.class);
    }
}
