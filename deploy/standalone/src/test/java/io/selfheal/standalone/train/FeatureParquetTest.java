package io.selfheal.standalone.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import io.selfheal.analyzer.model.feature.Feature;
import io.selfheal.analyzer.model.train.FeatureCsv;
import io.selfheal.analyzer.model.train.KnownLabels;
import io.selfheal.analyzer.model.train.RowGatherer;
import io.selfheal.analyzer.model.train.TrainingRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FeatureParquetTest {
    private static final int SECOND =
            (int) Instant.parse("2026-11-21T10:00:00Z").getEpochSecond();
    private static final String ATTACKER = "203.0.113.7";

    @TempDir
    private Path folder;

    private final KnownLabels labels = new KnownLabels();
    private int foreign;

    /** One feature differs from row to row, so that a column taken for another shows. */
    private static List<TrainingRow> rows(int count) {
        List<TrainingRow> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] features = new float[Feature.COUNT];
            for (int f = 0; f < features.length; f++) {
                features[f] = f + i / 1000f;
            }
            rows.add(new TrainingRow(SECOND + i, i % 10 == 0 ? ATTACKER : "2001:db8::" + i % 7, features));
        }
        return rows;
    }

    private RowGatherer read(Path file) throws IOException {
        RowGatherer read = new RowGatherer(1);
        FeatureParquet.read(file, read, labels);
        return read;
    }

    @Test
    void whatWasWrittenIsReadAgain() throws IOException {
        KnownLabels written = new KnownLabels();
        written.flag(ATTACKER, SECOND);
        List<TrainingRow> rows = rows(2000);
        Path file = folder.resolve("rows.parquet");
        Files.writeString(file, "what was there before");

        FeatureParquet.write(rows, written, file);

        assertThat(FeatureCsv.sha256(read(file).rows(), labels)).isEqualTo(FeatureCsv.sha256(rows, written));
        assertThat(rows.stream().filter(labels::isFlagged)).hasSize(200);
    }

    /** By a reader that shares no code with the writer. */
    @Test
    void othersReadItWithItsTypes() throws IOException {
        KnownLabels written = new KnownLabels();
        written.flag(ATTACKER, SECOND);
        Path file = folder.resolve("rows.parquet");

        FeatureParquet.write(rows(20), written, file);

        int number = 0;
        try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(file));
                RowReader row = reader.rowReader()) {
            while (row.hasNext()) {
                row.next();
                assertThat(row.getTimestamp("time")).isEqualTo(Instant.ofEpochSecond(SECOND + number));
                assertThat(row.getBoolean("flagged")).isEqualTo(number % 10 == 0);
                assertThat(row.getString("source")).isEqualTo(number % 10 == 0 ? ATTACKER : "2001:db8::" + number % 7);
                for (int f = 0; f < Feature.COUNT; f++) {
                    assertThat(row.getFloat(Feature.NAMES.get(f))).isEqualTo(f + number / 1000f);
                }
                number++;
            }
        }
        assertThat(number).isEqualTo(20);
    }

    private static MessageType foreign(String time, String each) {
        StringBuilder columns = new StringBuilder("message schema { optional int64 time (" + time + ");"
                + " optional binary source (STRING); optional boolean flagged; ");
        Feature.NAMES.forEach(
                name -> columns.append(each).append(' ').append(name).append("; "));
        return MessageTypeParser.parseMessageType(columns + "}");
    }

    private Path written(MessageType schema, Consumer<Group> row) throws IOException {
        return written(schema, row, CompressionCodecName.UNCOMPRESSED);
    }

    private Path written(MessageType schema, Consumer<Group> row, CompressionCodecName codec) throws IOException {
        Path file = folder.resolve("foreign" + ++foreign + ".parquet");
        Group group = new SimpleGroupFactory(schema).newGroup();
        row.accept(group);
        try (ParquetWriter<Group> out = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration())
                .withType(schema)
                .withCompressionCodec(codec)
                .build()) {
            out.write(group);
        }
        return file;
    }

    private static void whole(Group group) {
        group.append("time", SECOND * 1_000_000_000L).append("source", ATTACKER).append("flagged", true);
        Feature.NAMES.forEach(name -> group.append(name, 0.5));
    }

    @ParameterizedTest
    @EnumSource(names = {"UNCOMPRESSED", "SNAPPY", "ZSTD", "LZ4_RAW"})
    void aTableOfAnotherProgramIsRead(CompressionCodecName codec) throws IOException {
        Path file = written(foreign("TIMESTAMP(NANOS,true)", "optional double"), FeatureParquetTest::whole, codec);

        List<TrainingRow> rows = read(file).rows();

        assertThat(rows).hasSize(1);
        assertThat(rows.getFirst().second()).isEqualTo(SECOND);
        assertThat(rows.getFirst().features()).containsOnly(0.5f);
        assertThat(labels.isFlagged(rows.getFirst())).isTrue();
    }

    @Test
    void whatIsNoRowIsNamed() throws IOException {
        MessageType schema = foreign("TIMESTAMP(NANOS,true)", "optional double");
        String last = Feature.NAMES.getLast();

        Path nothing = written(schema, group -> {});
        assertThatThrownBy(() -> read(nothing))
                .hasMessage(
                        nothing + ": row 1: '" + Feature.NAMES.getFirst() + "' is null; allowed: a float or double");
        Path infinite = written(schema, group -> {
            group.append("time", 1L).append("source", ATTACKER).append("flagged", true);
            Feature.NAMES.forEach(name -> group.append(name, name.equals(last) ? Double.NaN : 1));
        });
        assertThatThrownBy(() -> read(infinite))
                .hasMessage(infinite + ": row 1: '" + last + "' is NaN; allowed: a finite number");
    }

    @Test
    void columnsOfAnotherKindAreNamed() throws IOException {
        Path numbers = written(foreign("INTEGER(64,true)", "optional double"), FeatureParquetTest::whole);
        assertThatThrownBy(() -> read(numbers))
                .hasMessage(numbers + ": row 1: 'time' is a Long; allowed: a timestamp in UTC");
        Path local = written(foreign("TIMESTAMP(MILLIS,false)", "optional double"), FeatureParquetTest::whole);
        assertThatThrownBy(() -> read(local))
                .hasMessage(local + ": row 1: 'time' is a LocalDateTime; allowed: a timestamp in UTC");
        Path lists = written(foreign("TIMESTAMP(MILLIS,true)", "repeated double"), FeatureParquetTest::whole);
        assertThatThrownBy(() -> read(lists))
                .hasMessageContaining("row 1: '" + Feature.NAMES.getFirst() + "' is a ")
                .hasMessageEndingWith("; allowed: a float or double");
        Path others = written(
                MessageTypeParser.parseMessageType("message schema { required int32 x; }"), g -> g.append("x", 1));
        assertThatThrownBy(() -> read(others))
                .hasMessageContaining("has no column 'time'; allowed: ")
                .hasMessageContaining(Feature.VERSION);
    }

    @Test
    void aBrokenFileIsNoRiddle() throws IOException {
        Path whole = folder.resolve("rows.parquet");
        FeatureParquet.write(rows(2000), labels, whole);
        byte[] bytes = Files.readAllBytes(whole);

        Path cut = Files.write(folder.resolve("cut.parquet"), Arrays.copyOf(bytes, bytes.length / 2));
        assertThatThrownBy(() -> read(cut))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(cut + ": is no Parquet, or broken after row 0 (")
                .hasMessageEndingWith("; allowed: a file as --features writes it");
        Path empty = Files.write(folder.resolve("empty.parquet"), new byte[0]);
        assertThatThrownBy(() -> read(empty))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(empty + ": is no Parquet");
        Path none = folder.resolve("none.parquet");
        assertThatThrownBy(() -> read(none)).isInstanceOf(IOException.class).hasMessageContaining(none.toString());
    }

    /** Whatever is turned over in it: read, or refused by an exception that names the file. */
    @Test
    void noBrokenByteIsMoreThanAnError() throws IOException {
        Path whole = folder.resolve("rows.parquet");
        FeatureParquet.write(rows(50), labels, whole);
        byte[] bytes = Files.readAllBytes(whole);
        Path file = folder.resolve("broken.parquet");
        int refused = 0;
        for (int at = 0; at < bytes.length; at += 43) {
            byte[] broken = bytes.clone();
            broken[at] ^= (byte) 0xff;
            Files.write(file, broken);
            try {
                read(file);
            } catch (IOException e) {
                assertThat(e).hasMessageStartingWith(file.toString());
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }
}
