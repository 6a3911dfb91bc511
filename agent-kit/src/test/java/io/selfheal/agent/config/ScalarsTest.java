package io.selfheal.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScalarsTest {

    @ParameterizedTest
    @CsvSource({
        "500ms, PT0.5S",
        "0s, PT0S",
        "30s, PT30S",
        "4h, PT4H",
        "7d, PT168H",
        "1h30m, PT1H30M",
        "PT1.5S, PT1.5S",
        "P2D, PT48H"
    })
    void readsDurations(String text, Duration expected) {
        assertThat(Durations.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "5", "0", "s", "5 s", "5S", "-5s", "1.5s", "5s!", "x5s", "PT-5S", "P", "9999999999999999s"})
    void refusesWhatIsNoDuration(String text) {
        assertThatThrownBy(() -> Durations.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"0B, 0", "512B, 512", "64KiB, 65536", "8MiB, 8388608", "1GiB, 1073741824"})
    void readsSizesAndPrintsThemAsRead(String text, long bytes) {
        DataSize size = DataSize.parse(text);

        assertThat(size.bytes()).isEqualTo(bytes);
        assertThat(size).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "5KB", "5 KiB", "-5KiB", "1.5GiB", "KiB", "999999999999GiB"})
    void refusesWhatIsNoSize(String text) {
        assertThatThrownBy(() -> DataSize.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void everySizeIsReadAsPrinted(@ForAll @LongRange(min = 0, max = 999_999_999_999L) long bytes) {
        DataSize size = new DataSize(bytes);

        assertThat(DataSize.parse(size.toString())).isEqualTo(size);
    }
}
