package io.selfheal.collector.tail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rotated files that are compressed before they were read to their end. */
class CompressedRotationTest {
    @TempDir
    Path directory;

    private Path log;

    @BeforeEach
    void nameTheLog() {
        log = directory.resolve("auth.log");
    }

    @Test
    void goesOnAtTheRightOffsetInAFileThatWasPartlyReadBeforeItWasCompressed() throws IOException {
        append(log, "one\ntwo\n");
        TailBench bench = bench().read();
        bench.restartCleanly();
        append(log, "three\n");
        rotateAndCompress();
        append(log, "four\n");

        bench.read();

        assertThat(bench.texts()).containsExactly("one", "two", "three", "four");
        assertThat(bench.sent.stream().map(TailBench.Sent::id).distinct()).hasSize(4);
        assertThat(bench.sent.get(2).start()).isEqualTo(8);
        assertThat(bench.path().gaps().count()).isZero();
    }

    @Test
    void readsOnUnderTheSameIdsWhenTheProcessDiesWithinACompressedFile() throws IOException {
        append(log, "one\n");
        TailBench bench = bench().read();
        bench.restartCleanly();
        append(log, IntStream.range(0, 50).mapToObj(i -> "line" + i + "\n").collect(Collectors.joining()));
        rotateAndCompress();
        append(log, "new\n");
        bench.read();
        bench.acknowledge(20);
        bench.save();
        bench.crash(10);

        bench.read();
        bench.acknowledgeAll();

        assertThat(bench.received)
                .hasSize(52)
                .allSatisfy((text, ids) -> assertThat(ids).as(text).hasSize(1));
    }

    @Test
    void readsEveryFileThatCameAndWasCompressedWhileTheCollectorWasDownInTheirOrder() throws IOException {
        append(log, "a1\n");
        TailBench bench = bench().read();
        bench.restartCleanly();
        append(log, "a2\n");
        for (String content : new String[] {"b1\n", "c1\n"}) {
            rotateAndCompress();
            append(log, content);
        }
        tick();
        Files.move(directory.resolve("auth.log.2.gz"), directory.resolve("auth.log.3.gz"));
        Files.move(directory.resolve("auth.log.1.gz"), directory.resolve("auth.log.2.gz"));
        Files.move(log, directory.resolve("auth.log.1"));
        append(log, "d1\n");

        bench.read();

        assertThat(bench.texts()).containsExactly("a1", "a2", "b1", "c1", "d1");
    }

    @Test
    void readsNothingTwiceOfAFileThatIsCompressedAfterItWasRead() throws IOException {
        append(log, "one\n");
        TailBench bench = bench().read();
        Files.move(log, directory.resolve("auth.log.1"));
        append(log, "two\n");
        tick();
        append(directory.resolve("auth.log.1"), "late\n");
        bench.read();
        compress(directory.resolve("auth.log.1"));
        bench.read();
        bench.acknowledgeAll();
        bench.passTime(TailBench.QUIET);
        bench.read();
        bench.restartCleanly();
        rotateAndCompress();
        append(log, "three\n");

        bench.read();
        bench.read();

        assertThat(bench.texts()).containsExactly("one", "late", "two", "three");
        assertThat(bench.path().gaps().count()).isZero();
    }

    @Test
    void tellsTwoLogsApartThatBeginAlike() throws IOException {
        append(log, "=== started ===\none\n");
        TailBench bench = bench().read();
        bench.restartCleanly();
        rotateAndCompress();
        append(log, "=== started ===\ntwo\n");
        rotateAndCompress();
        append(log, "=== started ===\nthree\n");

        bench.read();

        assertThat(bench.texts())
                .containsExactly("=== started ===", "one", "=== started ===", "two", "=== started ===", "three");
    }

    @Test
    void readsOtherLogsWhileLargeOnesAreUnpacked() throws IOException {
        List<Path> logs = List.of(log, directory.resolve("mail.log"), directory.resolve("syslog"));
        for (Path each : logs) {
            append(each, each.getFileName() + " begins\n");
        }
        TailBench bench = new TailBench(
                        4096,
                        logs.stream()
                                .map(each -> new FilePattern(each.toString(), false))
                                .toArray(FilePattern[]::new))
                .read();
        bench.restartCleanly();
        String large = IntStream.range(0, 20_000)
                .mapToObj(i -> "line " + i + " of a large file\n")
                .collect(Collectors.joining());
        for (Path each : logs.subList(0, 2)) {
            append(each, large);
            Path rotated = each.resolveSibling(each.getFileName() + ".1");
            Files.move(each, rotated);
            compress(rotated);
            append(each, each.getFileName() + " ends\n");
        }
        append(logs.getLast(), "syslog ends\n");

        bench.read();

        assertThat(bench.texts())
                .hasSize(6 + 2 * 20_000)
                .startsWith("auth.log begins", "mail.log begins", "syslog begins");
        assertThat(bench.texts().get(3)).isEqualTo("syslog ends");
        assertThat(bench.texts().subList(4, bench.texts().size()))
                .containsOnlyOnce("auth.log ends", "mail.log ends")
                .endsWith("mail.log ends");
        assertThat(bench.sent.stream().map(TailBench.Sent::id).distinct()).hasSize(bench.sent.size());
    }

    @Test
    void leavesACompressedFileAloneWhileTheOneItIsMadeOfStillStandsThere() throws IOException {
        append(log, "one\n");
        TailBench bench = bench().read();
        bench.restartCleanly();
        append(log, "two\n");
        Files.move(log, directory.resolve("auth.log.1"));
        append(log, "three\n");
        Files.write(directory.resolve("auth.log.1.gz"), Arrays.copyOf(gzip("one\ntwo\n".getBytes(UTF_8)), 12));

        bench.read();

        assertThat(bench.texts()).containsExactly("one", "two", "three");
        assertThat(bench.path().gaps().count()).isZero();
    }

    @Test
    void readsWhatIsThereOfACompressedFileThatIsCutOffAndSaysThatTheRestIsLost() throws IOException {
        append(log, "one\n");
        TailBench bench = bench().read();
        bench.restartCleanly();
        append(
                log,
                IntStream.range(0, 20_000)
                        .mapToObj(i -> "line " + Integer.toHexString(i * 0x9E3779B9) + "\n")
                        .collect(Collectors.joining()));
        rotateAndCompress();
        Path packed = directory.resolve("auth.log.1.gz");
        byte[] whole = Files.readAllBytes(packed);
        Files.write(packed, Arrays.copyOf(whole, whole.length / 2));
        append(log, "new\n");

        bench.read();

        assertThat(bench.texts()).startsWith("one").endsWith("new").hasSizeBetween(5_000, 15_000);
        assertThat(bench.path().gaps().count()).isEqualTo(1);
    }

    @Test
    void saysHowMuchAtLeastIsLostOfACompressedFileWhoseSecondPartIsDamaged() throws IOException {
        append(log, "one\n");
        TailBench bench = bench().read();
        bench.restartCleanly();
        append(log, "two\n");
        rotateAndCompress();
        Path packed = directory.resolve("auth.log.1.gz");
        byte[] second = gzip("three\nfour\n".getBytes(UTF_8));
        second[0] = 0x20;
        Files.write(packed, second, StandardOpenOption.APPEND);
        append(log, "new\n");

        bench.read();

        assertThat(bench.texts()).containsExactly("one", "two", "new");
        assertThat(bench.path().gaps().count()).isEqualTo(1);
        assertThat(bench.path().gaps().bytes()).isEqualTo(second.length);
    }

    @Test
    void unpacksNoMoreOfABombThanItsBound() throws IOException {
        append(log, "one\n");
        TailBench bench = bench();
        bench.unpackedBytes = 1 << 20;
        bench.read();
        bench.restartCleanly();
        Files.delete(log);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write("one\n".getBytes(UTF_8));
            byte[] megabyte = new byte[1 << 20];
            Arrays.fill(megabyte, (byte) 'x');
            for (int i = 0; i < 300; i++) {
                out.write(megabyte);
            }
        }
        Files.write(directory.resolve("auth.log.1.gz"), bytes.toByteArray());
        append(log, "new\n");

        bench.read();
        bench.passTime(TailBench.QUIET);
        bench.read();

        assertThat(bench.sent).hasSize(3);
        assertThat(bench.sent.stream().filter(TailBench.Sent::cut)).hasSize(1);
        assertThat(bench.path().gaps().count()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"zstd, .zst", "xz, .xz", "bzip2, .bz2", "gzip, .gz"})
    void readsWhatOtherProgramsCompressedAsWell(String program, String suffix) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin", program)), program + " is not here");
        append(log, "one\ntwo\n");
        TailBench bench = bench().read();
        bench.restartCleanly();
        append(log, "three\n");
        tick();
        Files.move(log, directory.resolve("auth.log.2"));
        compress(directory.resolve("auth.log.2"), program);
        append(log, "four\n");
        tick();
        Files.move(log, directory.resolve("auth.log.1"));
        compress(directory.resolve("auth.log.1"), program);
        append(log, "five\n");

        bench.read();
        bench.acknowledgeAll();
        bench.read();

        assertThat(directory.resolve("auth.log.1" + suffix)).exists();
        assertThat(bench.texts()).containsExactly("one", "two", "three", "four", "five");
        assertThat(bench.sent.get(2).start()).isEqualTo(8);
        assertThat(bench.path().gaps().count()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"xz, -9, allowed: 20 MiB", "zstd, --long=27 -q -c, allowed: 8 MiB"})
    void saysThatAFileIsLostThatTakesTooMuchMemory(String program, String options, String why) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin", program)), program + " is not here");
        append(log, "one\n");
        TailBench bench = bench().read();
        bench.restartCleanly();
        append(log, "two\n");
        tick();
        Path plain = Files.move(log, directory.resolve("auth.log.1"));
        Path packed = directory.resolve("auth.log.1" + (program.equals("xz") ? ".xz" : ".zst"));
        List<String> command = new ArrayList<>(List.of("/usr/bin/" + program));
        command.addAll(List.of(options.split(" ")));
        Process process = new ProcessBuilder(command)
                .redirectInput(plain.toFile())
                .redirectOutput(packed.toFile())
                .start();
        assertThat(process.waitFor()).isZero();
        Files.delete(plain);
        append(log, "three\n");

        bench.read();

        assertThat(bench.texts()).containsExactly("one", "three");
        assertThat(bench.path().gaps().count()).isPositive();
        assertThat(Unpacking.refusal(packed)).contains(why);
    }

    private static void compress(Path file, String program) throws Exception {
        List<String> command = new ArrayList<>(List.of("/usr/bin/" + program));
        command.addAll(program.equals("zstd") ? List.of("-q", "--rm") : List.of());
        command.add(file.toString());
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
        assertThat(file).doesNotExist();
    }

    @Test
    void saysHowMuchAtLeastIsLostOfAFileThatWasDeletedUnread() throws IOException {
        append(log, "one\n");
        TailBench bench = bench().read();
        append(log, "two, which nobody acknowledges\n");
        bench.read();
        bench.acknowledge(1);
        bench.save();
        bench.crash(0);
        Files.delete(log);
        append(log, "new\n");

        bench.read();

        assertThat(bench.path().gaps().count()).isEqualTo(1);
        assertThat(bench.path().gaps().bytes()).isEqualTo("two, which nobody acknowledges\n".length());
        assertThat(bench.texts()).endsWith("new");
    }

    @Test
    void saysHowMuchAtLeastIsLostOfAFileThatWasTruncatedWhileNothingCouldBeSent() throws IOException {
        append(log, "one\n");
        TailBench bench = bench();
        bench.room = 1;
        bench.read();
        append(log, "two\nthree\n");
        bench.readOnce();
        Files.write(log, "another\n".getBytes(UTF_8));
        bench.room = 100;

        bench.read();

        assertThat(bench.texts()).containsExactly("one", "another");
        assertThat(bench.path().gaps().bytes()).isEqualTo("two\nthree\n".length());
    }

    private TailBench bench() {
        return new TailBench(1024, new FilePattern(log.toString(), false));
    }

    /** As logrotate does without delaycompress: the older ones get the next number. */
    private void rotateAndCompress() throws IOException {
        tick();
        for (int i = 8; i >= 1; i--) {
            Path packed = directory.resolve("auth.log." + i + ".gz");
            if (Files.exists(packed)) {
                Files.move(packed, directory.resolve("auth.log." + (i + 1) + ".gz"));
            }
        }
        Files.move(log, directory.resolve("auth.log.1"));
        compress(directory.resolve("auth.log.1"));
    }

    /** As gzip does: another file, with the time at which the first was written to. */
    private static void compress(Path file) throws IOException {
        FileTime written = Files.getLastModifiedTime(file);
        Path packed = file.resolveSibling(file.getFileName() + ".gz");
        Files.write(packed, gzip(Files.readAllBytes(file)));
        Files.setLastModifiedTime(packed, written);
        Files.delete(file);
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    private static void tick() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(12));
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
