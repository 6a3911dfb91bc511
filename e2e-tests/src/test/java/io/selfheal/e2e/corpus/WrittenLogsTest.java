package io.selfheal.e2e.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole logs in the daemons' own words: attackers are flagged, at a tool's pace and below, and honest people are not. */
class WrittenLogsTest {
    @TempDir
    Path folder;

    static Stream<WrittenLog> logs() {
        return Stream.concat(LoginLogs.all(), WebLogs.all());
    }

    @ParameterizedTest
    @MethodSource("logs")
    void flagsAttackersAndNobodyElse(WrittenLog log) throws IOException {
        Judged judged = log.judged(folder);

        assertThat(judged.unparsed()).isZero();
        assertThat(judged.flagged())
                .as("%s", judged.sources().stream().map(judged::why).toList())
                .isEqualTo(log.flagged);
    }
}
