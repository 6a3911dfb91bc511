package io.selfheal.collector.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.collector.parse.bench.LineMaker;
import io.selfheal.collector.parse.rule.RuleSamples;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Any bytes, any length: an answer, in bounded time, the same one both ways. The seed is fixed. */
class ParserFuzzTest {
    private static final int MUTATED_LINES = 200_000;
    private static final long LONGEST_NANOS = 25_000_000;

    private final SplittableRandom random = new SplittableRandom(20261121);
    private final Lines lines = new Lines(SourceType.AUTO);
    private final List<byte[]> seeds = seeds();

    private static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        RuleSamples.lines().forEach(line -> seeds.add(line.getBytes(StandardCharsets.UTF_8)));
        String made = new String(new LineMaker(3).sshd(200), StandardCharsets.UTF_8)
                + new String(new LineMaker(4).access(200), StandardCharsets.UTF_8);
        made.lines().forEach(line -> seeds.add(line.getBytes(StandardCharsets.UTF_8)));
        return seeds;
    }

    @Test
    void bothWaysAgreeOnMadeLines() {
        String made = new String(new LineMaker(5).sshd(20_000), StandardCharsets.UTF_8)
                + new String(new LineMaker(6).access(20_000), StandardCharsets.UTF_8);

        made.lines().forEach(line -> {
            ParseResult result = lines.parse(line);
            assertThat(result).as(line).isInstanceOf(ParseResult.Parsed.class);
            assertThat(lines.parseByPatterns(line)).as(line).isEqualTo(result);
        });
    }

    @Test
    void mutatedLinesGetTheSameAnswerBothWaysAndNeverAnException() {
        List<String> different = new ArrayList<>();
        for (int i = 0; i < MUTATED_LINES; i++) {
            byte[] line = mutated(seeds.get(random.nextInt(seeds.size())));
            ParseResult fast = lines.parse(line);
            ParseResult patterns = lines.parseByPatterns(line);
            if (!fast.equals(patterns)) {
                different.add(new String(line, StandardCharsets.UTF_8) + "\n" + fast + "\n" + patterns + "\n");
            }
        }
        assertThat(different).isEmpty();
    }

    @Test
    void noLineOfTheGreatestLengthTakesLong() {
        long worst = 0;
        String slowest = "";
        for (int round = 0; round < 3; round++) {
            for (byte[] seed : seeds.subList(0, seeds.size() - 400)) {
                byte[] line = blownUp(seed);
                long nanos = Long.MAX_VALUE;
                for (int attempt = 0; attempt < 3 && nanos > LONGEST_NANOS / 5; attempt++) {
                    nanos = Math.min(nanos, nanosFor(line));
                }
                if (nanos > worst) {
                    worst = nanos;
                    slowest = new String(seed, StandardCharsets.UTF_8);
                }
                assertThat(nanos)
                        .as(() -> "for 64 KiB from " + new String(seed, StandardCharsets.UTF_8))
                        .isLessThan(LONGEST_NANOS);
            }
        }
        System.out.printf("slowest line of 64 KiB: %.2f ms, from %s%n", worst / 1e6, slowest);
    }

    private long nanosFor(byte[] line) {
        var threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        lines.parse(line);
        return threads.getCurrentThreadCpuTime() - before;
    }

    /** A line with a piece of it repeated until it is as long as lines can be. */
    private byte[] blownUp(byte[] seed) {
        int from = random.nextInt(seed.length);
        int to = random.nextInt(from, seed.length) + 1;
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        line.write(seed, 0, to);
        while (line.size() < LogLine.MAX_BYTES - seed.length) {
            line.write(seed, from, to - from);
        }
        if (random.nextBoolean()) {
            line.write(seed, to, seed.length - to);
        }
        return Arrays.copyOf(line.toByteArray(), Math.min(line.size(), LogLine.MAX_BYTES));
    }

    private byte[] mutated(byte[] seed) {
        byte[] line = seed.clone();
        for (int times = random.nextInt(1, 4); times > 0; times--) {
            int at = line.length == 0 ? 0 : random.nextInt(line.length);
            line = switch (random.nextInt(6)) {
                case 0 -> replaced(line, at, (byte) random.nextInt(256));
                case 1 -> joined(Arrays.copyOf(line, at), new byte[] {(byte) random.nextInt(256)}, tail(line, at));
                case 2 -> Arrays.copyOf(line, at);
                case 3 -> joined(Arrays.copyOf(line, at), slice(), tail(line, at));
                case 4 -> joined(Arrays.copyOf(line, at), tail(line, Math.min(line.length, at + random.nextInt(1, 9))));
                default -> replaced(line, at, " \"[]:=\\%.".getBytes(StandardCharsets.US_ASCII)[random.nextInt(9)]);
            };
        }
        return line;
    }

    private byte[] slice() {
        byte[] other = seeds.get(random.nextInt(seeds.size()));
        int from = random.nextInt(other.length);
        return Arrays.copyOfRange(other, from, random.nextInt(from, other.length) + 1);
    }

    private static byte[] replaced(byte[] line, int at, byte value) {
        if (line.length > 0) {
            line[at] = value;
        }
        return line;
    }

    private static byte[] tail(byte[] line, int from) {
        return Arrays.copyOfRange(line, from, line.length);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
