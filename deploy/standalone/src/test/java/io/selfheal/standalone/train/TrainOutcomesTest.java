package io.selfheal.standalone.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What {@code selfheal train} and {@code selfheal model} say where nothing comes of it. */
class TrainOutcomesTest {
    @TempDir
    private Path folder;

    private Path registry;
    private Path log;

    private record Result(int status, String out, String err) {}

    @BeforeEach
    void history() throws IOException {
        registry = folder.resolve("models");
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 2000; i++) {
            lines.append(
                    "198.51.100.%d - - [21/Nov/2026:%02d:%02d:10 +0000] \"GET /%d HTTP/1.1\" 200 %d \"-\" \"Firefox\"%n"
                            .formatted(1 + i % 250, i / 90, i % 60, i % 37, 500 + i));
        }
        log = Files.writeString(folder.resolve("access.log"), lines);
    }

    private Result train(String... arguments) {
        return run(new CommandLine(new TrainCommand()), arguments);
    }

    private Result model(String... arguments) {
        return run(new CommandLine(new ModelCommand()), arguments);
    }

    private Result run(CommandLine command, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] all = Stream.concat(Stream.of(arguments), Stream.of("--registry", registry.toString()))
                .toArray(String[]::new);
        int status = command.setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all);
        return new Result(status, out.toString(), err.toString());
    }

    @Test
    void aHistoryOfNothingSaysWhatWasRead() throws IOException {
        Path chat = Files.writeString(folder.resolve("chat.log"), "hello\n");

        Result result = train(chat.toString());

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err())
                .startsWith("selfheal train: nothing to learn from: 1 lines, 1 of them not understood")
                .contains("allowed: ");
    }

    @Test
    void whatCannotBeWrittenIsSaidBeforeAVersionIsAdded() throws IOException {
        Path missing = folder.resolve("nowhere/forest.onnx");

        Result onnx = train("--onnx", missing.toString(), log.toString());
        Result features = train("--features", folder.toString(), log.toString());
        Result key = train("--key", missing.toString(), log.toString());
        registry = log;
        Result place = train(log.toString());

        assertThat(onnx.status()).isEqualTo(1);
        assertThat(onnx.err()).startsWith("selfheal train: cannot write " + missing + "; allowed: ");
        assertThat(features.err()).startsWith("selfheal train: cannot write " + folder + "; allowed: ");
        assertThat(key.err()).contains(missing.toString());
        assertThat(place.status()).isEqualTo(1);
        assertThat(place.err()).startsWith("selfheal train: cannot make the registry " + log);
        assertThat(folder.resolve("models")).isEmptyDirectory();
    }

    @Test
    void aVersionThatOnnxRuntimeDoesNotLoadIsNotActivated() throws IOException {
        assertThat(train(log.toString()).status()).isZero();
        String version = model("list").out().strip();
        Path manifest = registry.resolve(version).resolve("manifest.json");
        byte[] cut = new byte[64];
        Files.write(registry.resolve(version).resolve("forest.onnx"), cut);
        Files.writeString(
                manifest,
                Files.readString(manifest)
                        .replaceFirst(
                                "\"sha256\" : \"[0-9a-f]*",
                                "\"sha256\" : \"" + io.selfheal.analyzer.model.registry.ModelRegistry.sha256(cut)));

        Result result = model("activate", version);

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).startsWith("selfheal model: " + version + "/forest.onnx is no ONNX file");
        assertThat(model("list").out()).doesNotContain("active");
    }

    @Test
    void aRegistryThatIsNoneAndAPointerToNothingAreNamed() throws IOException {
        assertThat(model("list").err()).startsWith("selfheal model: " + registry + " is no registry");
        Files.createDirectory(registry);
        Files.writeString(registry.resolve("active"), "");

        assertThat(model("list").err())
                .startsWith("selfheal model: " + registry.resolve("active") + " names no version");
        assertThat(model("add", log.toString(), "--output", "score", "--threshold", "0.6", "--form", "pickle"))
                .satisfies(result -> assertThat(result.status()).isEqualTo(2))
                .satisfies(result -> assertThat(result.err()).contains("allowed: anomaly or decision-function"));
        assertThat(model("add", folder.resolve("none").toString(), "--output", "score", "--threshold", "0.6")
                        .err())
                .isEqualTo("selfheal model: " + folder.resolve("none") + " does not exist" + System.lineSeparator());
    }
}
