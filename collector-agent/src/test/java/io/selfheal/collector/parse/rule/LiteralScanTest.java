package io.selfheal.collector.parse.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.collector.parse.scan.ByteScan;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The automaton finds exactly what a search for each literal finds. */
class LiteralScanTest {
    @Test
    void agreesWithASearchForEachLiteral() {
        SplittableRandom random = new SplittableRandom(20261121);
        for (int round = 0; round < 2_000; round++) {
            Set<String> texts = new LinkedHashSet<>();
            for (int i = random.nextInt(1, 90); i > 0; i--) {
                texts.add(new String(text(random, random.nextInt(1, 6)), StandardCharsets.US_ASCII));
            }
            List<byte[]> literals = texts.stream().map(ByteScan::ascii).toList();
            LiteralScan scan = new LiteralScan(literals);
            byte[] line = text(random, random.nextInt(0, 60));
            long[] found = new long[scan.words()];

            scan.find(line, 0, line.length, found);

            for (int i = 0; i < literals.size(); i++) {
                assertThat((found[i >>> 6] & 1L << i) != 0)
                        .as(() -> new String(line, StandardCharsets.US_ASCII))
                        .isEqualTo(ByteScan.contains(line, 0, line.length, literals.get(i)));
            }
        }
    }

    @Test
    void withoutLiteralsNothingIsFound() {
        LiteralScan scan = new LiteralScan(List.of());

        scan.find(new byte[] {1, 2, 3}, 0, 3, new long[0]);

        assertThat(scan.words()).isZero();
    }

    private static byte[] text(SplittableRandom random, int length) {
        byte[] text = new byte[length];
        for (int i = 0; i < length; i++) {
            text[i] = (byte) ('a' + random.nextInt(3));
        }
        return text;
    }
}
