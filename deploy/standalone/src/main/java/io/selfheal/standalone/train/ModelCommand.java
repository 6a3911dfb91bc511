package io.selfheal.standalone.train;

import io.selfheal.analyzer.model.build.ModelBuild;
import io.selfheal.analyzer.model.live.ModelBook;
import io.selfheal.analyzer.model.onnx.ModelRefused;
import io.selfheal.analyzer.model.onnx.OnnxGuard;
import io.selfheal.analyzer.model.onnx.OnnxScorer;
import io.selfheal.analyzer.model.registry.ManifestJson;
import io.selfheal.analyzer.model.registry.ModelManifest.Form;
import io.selfheal.analyzer.model.registry.ModelRegistry;
import io.selfheal.analyzer.model.registry.ModelRegistry.Pointer;
import io.selfheal.analyzer.model.registry.ModelRegistry.Version;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Versions of the anomaly model: which there are, which one scores. */
@Command(
        name = "model",
        mixinStandardHelpOptions = true,
        description = "Lists, shows, checks and chooses versions of the anomaly model. A running analyzer follows.")
public final class ModelCommand {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--registry",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "Where versions are kept (default: ${DEFAULT-VALUE}).")
    private Path registry = Path.of("models");

    @SuppressWarnings("NullAway.Init") // picocli sets the specification
    public ModelCommand() {
        // options have their defaults
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Every version, oldest first.")
    int list(@Option(names = "--json", description = "One JSON object a line.") boolean json) {
        return run(from -> {
            if (!Files.isDirectory(registry)) {
                throw new IOException(registry + " is no registry; allowed: a folder that `selfheal train` made");
            }
            Optional<String> active = from.pointed(Pointer.ACTIVE);
            Optional<String> challenger = from.pointed(Pointer.CHALLENGER);
            for (String version : from.versions()) {
                String role = active.filter(version::equals).isPresent()
                        ? "active"
                        : challenger.filter(version::equals).isPresent() ? "challenger" : "";
                print(json ? "{\"version\": \"" + version + "\", \"role\": \"" + role + "\"}" : version + "  " + role);
            }
        });
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "The manifest of a version whose hashes fit and which ONNX Runtime loads.")
    int show(@Parameters(paramLabel = "VERSION", description = "As `model list` shows it.") String version) {
        return run(from -> {
            Version checked = ModelBook.check(from, version);
            print(new String(ManifestJson.write(checked.manifest()), StandardCharsets.UTF_8));
        });
    }

    @Command(name = "activate", mixinStandardHelpOptions = true, description = "Let a version score.")
    int activate(@Parameters(paramLabel = "VERSION", description = "As `model list` shows it.") String version) {
        return run(from -> {
            ModelBook.check(from, version);
            from.activate(version);
            print("active: " + version);
        });
    }

    @Command(name = "rollback", mixinStandardHelpOptions = true, description = "Back to the version before.")
    int rollback() {
        return run(from -> print("active: "
                + from.rollBack().orElseThrow(() -> new IOException("there is no version before the active one"))));
    }

    @Command(
            name = "challenge",
            mixinStandardHelpOptions = true,
            description = "Let a version score silently beside the active one; metrics compare them.")
    int challenge(@Parameters(paramLabel = "VERSION", description = "As `model list` shows it.") String version) {
        return run(from -> {
            ModelBook.check(from, version);
            from.challenge(version);
            print("challenger: " + version);
        });
    }

    @Command(name = "off", mixinStandardHelpOptions = true, description = "No version scores any more.")
    int off() {
        return run(from -> {
            from.clear(Pointer.ACTIVE);
            from.clear(Pointer.CHALLENGER);
            print("no version is active");
        });
    }

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = {
                "Add an isolation forest that was trained elsewhere on the documented features,",
                "for example by scikit-learn and exported with skl2onnx (--form decision-function --output scores)."
            })
    int add(
            @Parameters(paramLabel = "FILE", description = "An ONNX file.") Path file,
            @Option(names = "--output", required = true, description = "Output that holds the figure.") String output,
            @Option(names = "--form", description = "anomaly or decision-function (default: anomaly).") @Nullable
                    String form,
            @Option(
                            names = "--threshold",
                            required = true,
                            description = "Figures above it are unusual; for scikit-learn the opposite of offset_.")
                    double threshold,
            @Mixin SigningOptions signing) {
        return run(to -> {
            byte[] bytes;
            try (InputStream in = Files.newInputStream(file)) {
                bytes = in.readNBytes(OnnxGuard.MAX_BYTES + 1);
            }
            ModelBuild.Built built = ModelBuild.around(bytes, output, form(form), threshold, Instant.now());
            OnnxScorer.load(file.toString(), bytes, output).close();
            to.add(built.manifest(), built.files(), signing.signer());
            print("added: " + built.manifest().version());
        });
    }

    private Form form(@Nullable String name) {
        if (name == null) {
            return Form.ANOMALY;
        }
        return Arrays.stream(Form.values())
                .filter(form -> form.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "--form: '" + name + "' is unknown; allowed: anomaly or decision-function"));
    }

    private void print(String line) {
        spec.commandLine().getOut().println(line);
    }

    private interface Act {
        void on(ModelRegistry registry) throws IOException, ModelRefused;
    }

    private int run(Act act) {
        try {
            act.on(new ModelRegistry(registry));
            return 0;
        } catch (IOException | ModelRefused | IllegalArgumentException e) {
            spec.commandLine()
                    .getErr()
                    .println("selfheal model: " + (e instanceof IOException io ? IoWords.of(io) : e.getMessage()));
            return 1;
        } finally {
            spec.commandLine().getOut().flush();
        }
    }
}
