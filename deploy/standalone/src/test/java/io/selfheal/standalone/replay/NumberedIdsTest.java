package io.selfheal.standalone.replay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberedIdsTest {
    @ParameterizedTest
    @ValueSource(longs = {0, 7, 9, 10, 99, 100, 12_345_678_901L, Long.MAX_VALUE})
    void anIdNamesTheFilesNumberAndTheOffset(long offset) {
        NumberedIds ids = new NumberedIds(12);
        ids.idAt(Long.MAX_VALUE);

        assertThat(ids.idAt(offset)).isEqualTo("replay-12-" + offset);
    }
}
