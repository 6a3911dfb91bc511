package io.selfheal.standalone.train;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.schema.ColumnSchema;
import dev.hardwood.schema.FileSchema;
import io.selfheal.analyzer.model.feature.Feature;
import io.selfheal.analyzer.model.train.FeatureCsv;
import io.selfheal.analyzer.model.train.KnownLabels;
import io.selfheal.analyzer.model.train.RowGatherer;
import io.selfheal.analyzer.model.train.TrainingRow;
import io.selfheal.schemas.text.Excerpt;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * Rows as Apache Parquet (ML-11): the columns of {@link FeatureCsv} with their types. Compressed as LZ4_RAW, for which no
 * library of the machine has to be loaded.
 */
final class FeatureParquet {
    private static final String SUFFIX = ".parquet";
    private static final String TIME = "time";
    private static final String SOURCE = "source";
    private static final String FLAGGED = "flagged";
    private static final int MAX_CAUSE = 200;
    private static final MessageType SCHEMA = schema();

    private FeatureParquet() {}

    private static MessageType schema() {
        List<Type> columns = new ArrayList<>();
        columns.add(Types.required(PrimitiveTypeName.INT64)
                .as(LogicalTypeAnnotation.timestampType(true, LogicalTypeAnnotation.TimeUnit.MILLIS))
                .named(TIME));
        columns.add(Types.required(PrimitiveTypeName.BINARY)
                .as(LogicalTypeAnnotation.stringType())
                .named(SOURCE));
        columns.add(Types.required(PrimitiveTypeName.BOOLEAN).named(FLAGGED));
        Feature.NAMES.forEach(
                name -> columns.add(Types.required(PrimitiveTypeName.FLOAT).named(name)));
        return new MessageType("rows", columns);
    }

    /** Whether a file of this name holds such rows. */
    static boolean is(Path file) {
        return file.toString().endsWith(SUFFIX);
    }

    /** Writes rows in place of what the file held. */
    static void write(List<TrainingRow> rows, KnownLabels labels, Path file) throws IOException {
        SimpleGroupFactory groups = new SimpleGroupFactory(SCHEMA);
        try (ParquetWriter<Group> out = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration())
                .withType(SCHEMA)
                .withCompressionCodec(CompressionCodecName.LZ4_RAW)
                .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
                .build()) {
            for (TrainingRow row : rows) {
                Group group = groups.newGroup()
                        .append(TIME, row.second() * 1000L)
                        .append(SOURCE, row.source())
                        .append(FLAGGED, labels.isFlagged(row));
                for (int i = 0; i < Feature.COUNT; i++) {
                    group.append(Feature.NAMES.get(i), row.features()[i]);
                }
                out.write(group);
            }
        }
    }

    /**
     * Reads rows, also as other programs write them: a timestamp of another unit, features of double precision, columns
     * that may be null but are not.
     *
     * @throws IOException if it cannot be read, or a row is none of these features; the message names row and column
     */
    static void read(Path file, RowGatherer into, KnownLabels labels) throws IOException {
        long number = 0;
        try (ParquetFileReader in = ParquetFileReader.open(InputFile.of(file));
                RowReader row = in.rowReader()) {
            requireColumns(in.getFileSchema());
            while (row.hasNext()) {
                row.next();
                number++;
                TrainingRow one = row(row);
                into.add(one);
                if (cell(row, FLAGGED, Boolean.class, "true or false")) {
                    labels.flag(one.source(), one.second());
                }
            }
        } catch (NotOurs e) {
            throw new IOException(file + ": " + (number == 0 ? "" : "row " + number + ": ") + e.getMessage(), e);
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // Whatever its reader stumbles over in a broken file.
            throw new IOException(
                    file + ": is no Parquet, or broken after row " + number + " (" + cause(e)
                            + "); allowed: a file as --features writes it",
                    e);
        }
    }

    /** The innermost, since the reader's threads wrap what they stumbled over. */
    private static String cause(Exception e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return Excerpt.of(String.valueOf(cause.getMessage()), MAX_CAUSE);
    }

    private static void requireColumns(FileSchema columns) {
        Set<String> names =
                columns.getColumns().stream().map(ColumnSchema::name).collect(Collectors.toSet());
        for (Type wanted : SCHEMA.getFields()) {
            if (!names.contains(wanted.getName())) {
                throw new NotOurs("has no column '" + wanted.getName() + "'; allowed: time, source, flagged and the "
                        + Feature.COUNT + " features of " + Feature.VERSION);
            }
        }
    }

    private static TrainingRow row(RowReader row) {
        float[] features = new float[Feature.COUNT];
        for (int i = 0; i < features.length; i++) {
            String name = Feature.NAMES.get(i);
            features[i] = cell(row, name, Number.class, "a float or double").floatValue();
            if (!Float.isFinite(features[i])) {
                throw new NotOurs("'" + name + "' is " + features[i] + "; allowed: a finite number");
            }
        }
        return new TrainingRow(
                TrainingRow.second(cell(row, TIME, Instant.class, "a timestamp in UTC")),
                cell(row, SOURCE, String.class, "a string"),
                features);
    }

    private static <T> T cell(RowReader row, String name, Class<T> type, String allowed) {
        Object value = row.getValue(name);
        if (!type.isInstance(value)) {
            String found = value == null ? "null" : "a " + value.getClass().getSimpleName();
            throw new NotOurs("'" + name + "' is " + found + "; allowed: " + allowed);
        }
        return type.cast(value);
    }

    /** Columns or a row that cannot be learned from. */
    private static final class NotOurs extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotOurs(String message) {
            super(message);
        }
    }
}
