package io.selfheal.schemas.assess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DetectionTest {
    /** The examples of docs/scoring.md, and the edges. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            base:suspicious_login:30                                              | EVENT     | 0.30
            base:suspicious_login:30 frequency:6                                  | EVENT     | 0.65
            ssh-brute-force:90 frequency:72 brute-force-pattern:30                | RULE      | 0.98
            ssh-brute-force:90 base:confirmed_brute_force:0                       | RULE      | 0.90
            sqli-union-select:95 sqli-select-from:0                               | RULE      | 0.98
            web-probing:40 virustotal:20                                          | RULE      | 0.70
            web-probing:40 model:forest:0                                         | RULE      | 0.40
            web-probing:40 model:forest:12 virustotal:20                          | RULE      | 0.85
            deny-list:95                                                          | DENY_LIST | 0.95
            plugin:acme:strange:50 deny-list:0                                    | PLUGIN    | 0.75
            model:forest:12                                                       | MODEL     | 0.12
            a:100 b:100 c:100                                                     | RULE      | 0.99
            a:-5                                                                  | RULE      | 0.00
            """)
    void isWhatTheSignalsSay(String signals, DetectionMethod method, double confidence) {
        Detection detection = Detection.of(
                Arrays.stream(signals.split(" +")).map(DetectionTest::signal).toList());

        assertThat(detection).isEqualTo(new Detection(method, confidence, null, 0));
    }

    private static Signal signal(String nameAndPoints) {
        int colon = nameAndPoints.lastIndexOf(':');
        int points = Integer.parseInt(nameAndPoints.substring(colon + 1));
        return new Signal(nameAndPoints.substring(0, colon), points, "", null, "1", List.of());
    }

    @Test
    void nothingIsSureWithoutASignal() {
        assertThat(Detection.of(List.of())).isEqualTo(new Detection(DetectionMethod.EVENT, 0, null, 0));
    }

    @Test
    void peopleSeePercent() {
        assertThat(new Detection(DetectionMethod.RULE, 0.29, null, 0).percent()).isEqualTo("29 %");
    }

    @Test
    void refusesWhatIsNoConfidenceAndNoPort() {
        assertThatThrownBy(() -> new Detection(DetectionMethod.RULE, 1.01, null, 0))
                .hasMessage("confidence 1.01 is out of range; allowed: 0 to 1");
        assertThatThrownBy(() -> new Detection(DetectionMethod.RULE, Double.NaN, null, 0))
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> new Detection(DetectionMethod.RULE, 0.5, null, 65_536))
                .hasMessage("destination.port 65536 is out of range; allowed: 0 to 65535");
    }
}
