package io.selfheal.schemas.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.selfheal.schemas.assess.Evidence;
import io.selfheal.schemas.decide.Scope;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.order.BlockOrder;
import io.selfheal.schemas.outcome.Detail.FileReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules of records that protect whoever reads them from a topic. */
class RecordRulesTest {
    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1H", "PT0.5S", "PT87601H", "PT2562047788015215H"})
    void anOrderForABlockWithoutEndOrWithoutLengthIsRefused(String length) {
        assertThatThrownBy(() -> new BlockOrder(
                        "o",
                        Instant.EPOCH,
                        Instant.EPOCH,
                        "ann",
                        "",
                        Cidr.parse("203.0.113.7"),
                        Scope.FLEET,
                        Duration.parse(length)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("allowed: one second to");
    }

    @ParameterizedTest
    @CsvSource({"1, 4", "2, 8", "3, 16", "6, 128", "7, 168", "2147483647, 168"})
    void blocksDoubleUpToTheLongest(int offence, int hours) {
        assertThat(BlockingPolicy.DEFAULT.lengthOf(offence)).isEqualTo(Duration.ofHours(hours));
    }

    @Test
    void aScoringFactorThatIsNoNumberIsRefused() {
        assertThatThrownBy(() -> new ScoringPolicy(
                        "v", Map.of(), Duration.ofHours(24), Double.NaN, 2, 5, Duration.ofHours(1), 30, 15, 20))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("frequencyStep NaN");
    }

    @Test
    void aFileThatNobodyScannedHasNoFindings() {
        assertThatThrownBy(() -> new FileReport("/a", FileReport.NO_ENGINE, true, List.of(), "ab", false, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a file that was not scanned can have no findings");
    }

    @Test
    void aCutExcerptDoesNotEndInHalfACharacter() {
        // given: the cut would fall between the two halves of the emoji
        String text = "x".repeat(Evidence.MAX_EXCERPT - 2) + "😀yz";

        // when
        String excerpt = new Evidence("e", Instant.EPOCH, "web-1", text).excerpt();

        // then
        assertThat(excerpt).isEqualTo("x".repeat(Evidence.MAX_EXCERPT - 2) + "…");
    }
}
