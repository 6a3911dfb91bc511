package io.selfheal.standalone.train;

import io.selfheal.analyzer.model.build.ModelBuild;
import io.selfheal.analyzer.model.forest.IsolationForest;
import io.selfheal.analyzer.model.registry.ModelRegistry;
import io.selfheal.analyzer.model.train.FeatureCsv;
import io.selfheal.analyzer.model.train.KnownLabels;
import io.selfheal.analyzer.model.train.Resolution;
import io.selfheal.analyzer.model.train.RowGatherer;
import io.selfheal.analyzer.model.train.TrainingRow;
import io.selfheal.analyzer.yaml.RuleException;
import io.selfheal.node.LineOptions;
import io.selfheal.schemas.sign.RecordSigner;
import io.selfheal.standalone.fleet.FleetOptions;
import io.selfheal.standalone.fleet.ResolutionTopic;
import io.selfheal.standalone.rules.RuleOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains the anomaly model from history and says how good it is. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description = {
            "Trains the anomaly model from log files, event files (.jsonl), rows (.csv, .parquet) or the events topic, and adds it"
                    + " to a registry as a new version, with a report.",
            "It is in use once `selfheal model activate` says so."
        },
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {"0:done", "1:a file cannot be read, or there is too little to learn from", "2:wrong use"})
public final class TrainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private LineOptions lines = new LineOptions();

    @Mixin
    private RuleOptions rules = new RuleOptions();

    @Option(names = "--topic", description = "Also learn from what the events topic holds.")
    private boolean topic;

    @Mixin
    private FleetOptions fleet = new FleetOptions();

    @Option(names = "--labels", paramLabel = "FILE", description = "Resolutions of alerts, one JSON object a line.")
    private @Nullable Path labels;

    @Option(names = "--resolutions", description = "Also take the resolutions that the topic of them holds.")
    private boolean resolutions;

    @Option(
            names = "--trust",
            paramLabel = "NAME=FILE",
            description = "With --resolutions: only what this public key signed; may be given several times.")
    private Map<String, Path> trusted = new LinkedHashMap<>();

    @Option(
            names = "--features",
            paramLabel = "FILE",
            description = "Write the rows here: as Parquet where the name ends with .parquet, else as CSV.")
    private @Nullable Path features;

    @Option(
            names = "--registry",
            paramLabel = "DIR",
            description = "Where versions are kept (default: ${DEFAULT-VALUE}).")
    private Path registry = Path.of("models");

    @Option(names = "--onnx", paramLabel = "FILE", description = "Also write the forest here.")
    private @Nullable Path onnx;

    @Mixin
    private SigningOptions signing = new SigningOptions();

    @Option(names = "--contamination", paramLabel = "SHARE", description = "Above the threshold (default: 0.01).")
    private double contamination = 0.01;

    @Option(names = "--seed", paramLabel = "N", description = "Of random choices (default: ${DEFAULT-VALUE}).")
    private long seed = IsolationForest.Parameters.DEFAULT.seed();

    @Option(names = "--trees", paramLabel = "N", description = "10 to 1000 (default: ${DEFAULT-VALUE}).")
    private int trees = IsolationForest.Parameters.DEFAULT.trees();

    @Option(names = "--subsample", paramLabel = "N", description = "Rows a tree sees (default: ${DEFAULT-VALUE}).")
    private int subsample = IsolationForest.Parameters.DEFAULT.subsample();

    @Option(names = "--json", description = "The report as one JSON object.")
    private boolean json;

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE",
            description = "Logs (also .gz), events (.jsonl), rows (.csv, .parquet).")
    private List<Path> files = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // picocli sets the specification
    public TrainCommand() {
        // options have their defaults
    }

    @Override
    public Integer call() {
        if (files.isEmpty() && !topic) {
            throw wrong("nothing to learn from; allowed: files, --topic, or both");
        }
        IsolationForest.Parameters parameters;
        try {
            parameters = new IsolationForest.Parameters(trees, subsample, seed);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
        try {
            requirePlaces();
            Optional<RecordSigner> signer = signing.signer();
            KnownLabels known = known();
            History history = new History(lines, rules.read(), Instant.now(), new RowGatherer(seed), known);
            if (topic) {
                warnOf(history.topic(fleet.client()), "events are not readable");
            }
            history.files(files);
            List<TrainingRow> rows = history.rows();
            if (rows.isEmpty()) {
                throw new IllegalArgumentException("nothing to learn from: " + history.read()
                        + ", and none was a source's doing; allowed: logs of logins or requests, --source if they are not"
                        + " known by themselves");
            }
            if (features != null) {
                write(rows, known, features);
            }
            ModelBuild.Trained trained = ModelBuild.train(rows, known, parameters, contamination, Instant.now());
            keep(trained, signer);
            return 0;
        } catch (IOException e) {
            spec.commandLine().getErr().println("selfheal train: " + IoWords.of(e));
            return 1;
        } catch (KafkaException e) {
            spec.commandLine().getErr().println("selfheal train: " + fleet.problem(e));
            return 1;
        } catch (UncheckedIOException | RuleException | IllegalArgumentException e) {
            spec.commandLine().getErr().println("selfheal train: " + e.getMessage());
            return 1;
        }
    }

    /** Before hours of learning: what is to be written has a place, and the registry is a folder that can be written. */
    private void requirePlaces() throws IOException {
        for (Path file : Stream.of(features, onnx).filter(Objects::nonNull).toList()) {
            Path folder = file.toAbsolutePath().getParent();
            if (folder == null || !Files.isWritable(folder) || Files.isDirectory(file)) {
                throw new IOException(
                        "cannot write " + file + "; allowed: a file in a folder that this user can write");
            }
        }
        try {
            Files.createDirectories(registry);
        } catch (IOException e) {
            throw new IOException("cannot make the registry " + registry + ": " + IoWords.of(e), e);
        }
        if (!Files.isWritable(registry)) {
            throw new IOException("cannot write into the registry " + registry + "; allowed: a folder of this user");
        }
    }

    private KnownLabels known() throws IOException, RuleException {
        KnownLabels known = new KnownLabels();
        if (labels != null) {
            try (BufferedReader in = Files.newBufferedReader(labels)) {
                Resolution.read(labels.toString(), in).forEach(known::add);
            }
        }
        if (resolutions) {
            ResolutionTopic.Read read = ResolutionTopic.read(fleet.client(), trusted);
            read.resolutions().forEach(one -> known.add(Resolution.of(one)));
            warnOf(read.left(), "resolutions are not readable or not trusted");
        }
        return known;
    }

    private void warnOf(long left, String what) {
        if (left > 0) {
            spec.commandLine().getErr().println("selfheal train: " + left + " " + what + " and left out");
        }
    }

    private static void write(List<TrainingRow> rows, KnownLabels known, Path file) throws IOException {
        if (FeatureParquet.is(file)) {
            FeatureParquet.write(rows, known, file);
            return;
        }
        try (Writer out = Files.newBufferedWriter(file)) {
            FeatureCsv.write(rows, known, out);
        }
    }

    private void keep(ModelBuild.Trained trained, Optional<RecordSigner> signer) throws IOException {
        ModelBuild.Built built = trained.built();
        String report = ReportJson.of(built.manifest().version(), trained.report());
        Map<String, byte[]> written = new LinkedHashMap<>(built.files());
        written.put("report.json", (report + "\n").getBytes(StandardCharsets.UTF_8));
        if (onnx != null) {
            Files.write(onnx, built.files().getOrDefault("forest.onnx", new byte[0]));
        }
        new ModelRegistry(registry).add(built.manifest(), written, signer); // last: from here on it is done
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(report);
        } else {
            ReportText.print(trained.report(), out);
            out.println("version " + built.manifest().version() + " in " + registry);
            out.println("to use it: selfheal model activate --registry " + registry + " "
                    + built.manifest().version());
        }
        out.flush();
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
