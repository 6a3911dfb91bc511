package io.selfheal.agent.unpack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the real programs, where they are. */
class CompressionTest {
    private static final byte[] LINES = "Nov 21 12:00:00 web1 sshd[42]: Failed password for root from 203.0.113.7\n"
            .repeat(3000)
            .getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private byte[] packed(byte[] plain, String... program) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin", program[0])), program[0] + " is not here");
        Path file = Files.write(folder.resolve("plain"), plain);
        Path to = folder.resolve("packed");
        Process process = new ProcessBuilder(program)
                .redirectInput(file.toFile())
                .redirectOutput(to.toFile())
                .start();
        assertThat(process.waitFor()).isZero();
        return Files.readAllBytes(to);
    }

    private static byte[] unpacked(byte[] packed) throws IOException {
        try (InputStream in = Compression.unpacking(new ByteArrayInputStream(packed))) {
            return in.readAllBytes();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd", "xz", "bzip2", "zstd -19", "zstd --no-check -1", "xz -7", "gzip -9"})
    void readsWhatTheProgramsWrite(String program) throws Exception {
        byte[] packed = packed(LINES, program.split(" "));

        assertThat(unpacked(packed)).isEqualTo(LINES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd", "xz", "bzip2"})
    void readsSeveralPartsToTheLast(String program) throws Exception {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(packed("one\n".getBytes(StandardCharsets.UTF_8), program));
        both.writeBytes(packed("two\n".getBytes(StandardCharsets.UTF_8), program));

        assertThat(unpacked(both.toByteArray()))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("one\ntwo\n");
    }

    @ParameterizedTest
    @CsvSource("GZIP, gzip")
    void theProgramsReadWhatItWrites(Compression compression, String program) throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = compression.packing(packed, 6)) {
            out.write(LINES);
        }

        assertThat(packed.size()).isLessThan(LINES.length / 20);
        assertThat(packed(packed.toByteArray(), program, "-dc")).isEqualTo(LINES);
        assertThat(unpacked(packed.toByteArray())).isEqualTo(LINES);
    }

    @Test
    void refusesWhatNeedsMoreMemoryThanIsAllowed() throws Exception {
        byte[] xz = packed(LINES, "xz", "-9");
        assertThatThrownBy(() -> unpacked(xz)).isInstanceOf(IOException.class).hasMessageContaining("allowed: 20 MiB");

        byte[] zstd = packed(LINES, "zstd", "--long=27");
        assertThatThrownBy(() -> unpacked(zstd)).isInstanceOf(IOException.class).hasMessageContaining("allowed: 8 MiB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd", "xz", "bzip2"})
    void damagedBytesAreAnIoExceptionOrOtherBytesAndNothingElse(String program) throws Exception {
        byte[] whole = packed(LINES, program);
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            byte[] damaged = Arrays.copyOf(whole, 1 + random.nextInt(whole.length));
            for (int i = 0; i < 3; i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try (InputStream in = Compression.unpacking(new ByteArrayInputStream(damaged))) {
                in.readNBytes(1 << 20);
            } catch (IOException e) {
                assertThat(e).isNotNull();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd", "xz", "bzip2"})
    void aCutOffFileIsAnIoException(String program) throws Exception {
        byte[] whole = packed(LINES, program);
        byte[] cut = Arrays.copyOf(whole, whole.length - 10);

        assertThatThrownBy(() -> unpacked(cut)).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void aGzipPartWithADamagedHeaderIsSaidWithItsPlaceAfterAllThatStandsBefore(int damaged) throws Exception {
        byte[] first = packed(LINES, "gzip");
        byte[] second = packed("two\n".getBytes(StandardCharsets.UTF_8), "gzip");
        byte[] header = second.clone();
        if (damaged < 3) {
            header[damaged] ^= 0x55;
        } else {
            header = Arrays.copyOf(second, 5);
        }
        byte[] both = concat(first, header);

        try (InputStream in = Compression.unpacking(new ByteArrayInputStream(both))) {
            assertThat(in.readNBytes(LINES.length)).isEqualTo(LINES);
            assertThatThrownBy(in::read)
                    .isInstanceOfSatisfying(
                            DamagedException.class, e -> assertThat(e.at()).isEqualTo(first.length));
        }
    }

    @Test
    void saysWhereWithinAGzipPartItEndsTooEarlyOrItsCheckFails() throws Exception {
        byte[] first = packed("one\n".getBytes(StandardCharsets.UTF_8), "gzip");
        byte[] second = packed(LINES, "gzip");
        byte[] cut = Arrays.copyOf(concat(first, second), first.length + second.length / 2);
        byte[] wrong = concat(first, second);
        wrong[wrong.length - 7] ^= 1;

        assertThatThrownBy(() -> unpacked(cut))
                .isInstanceOfSatisfying(
                        DamagedException.class, e -> assertThat(e.at()).isEqualTo(cut.length));
        assertThatThrownBy(() -> unpacked(wrong)).hasMessageContaining("the check of a part does not hold");
    }

    @Test
    void readsGzipWithEveryOptionalFieldAndZerosAtTheEnd() throws Exception {
        byte[] plain = packed("two\n".getBytes(StandardCharsets.UTF_8), "gzip");
        ByteArrayOutputStream full = new ByteArrayOutputStream();
        full.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3});
        full.writeBytes(new byte[] {3, 0, 9, 9, 9});
        full.writeBytes("name\0a comment\0".getBytes(StandardCharsets.US_ASCII));
        full.writeBytes(new byte[] {1, 2});
        full.write(plain, 10, plain.length - 10);
        byte[] file = concat(concat(plain, full.toByteArray()), new byte[512]);

        assertThat(unpacked(file)).asString(StandardCharsets.UTF_8).isEqualTo("two\ntwo\n");
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    @Test
    void readsFramesOfManyBlocksAndKnownSizes() throws Exception {
        byte[] random = new byte[1 << 20];
        new Random(1).nextBytes(random);
        Path file = Files.write(folder.resolve("random"), random);
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(packed(new byte[0], "zstd", "-c", file.toString()));
        both.writeBytes(packed(random, "zstd", "-1"));

        assertThat(unpacked(both.toByteArray()))
                .hasSize(2 << 20)
                .startsWith(random)
                .endsWith(random);
    }

    @Test
    void refusesWhatIsNotCompressed() {
        assertThatThrownBy(() -> unpacked(LINES))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not compressed");
        assertThatThrownBy(() -> unpacked(new byte[] {0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3}))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> unpacked(new byte[0])).isInstanceOf(IOException.class);
    }
}
