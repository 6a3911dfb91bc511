package io.selfheal.standalone.fleet;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.selfheal.schemas.net.IpAddress;
import io.selfheal.schemas.resolve.Resolution;
import io.selfheal.schemas.resolve.Resolution.Answer;
import io.selfheal.schemas.topic.Topics;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what was found out about a source; rules are tuned and the classifier is trained by it. */
@Command(
        name = "resolve",
        mixinStandardHelpOptions = true,
        description = {
            "Says what was found out about a source after an alert, or lists what was said.",
            "It decides nothing: to lift a block, `selfheal order unblock`; to protect somebody, `selfheal policy allow`."
        },
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {"0:done", "1:Kafka did not answer", "2:wrong use"})
public final class ResolveCommand implements Callable<Integer> {
    private static final Map<String, Answer> ANSWERS = Map.of(
            "confirmed", Answer.CONFIRMED,
            "true-positive", Answer.CONFIRMED,
            "false-positive", Answer.FALSE_POSITIVE);

    @Spec
    private CommandSpec spec;

    @Mixin
    private FleetOptions fleet = new FleetOptions();

    @Parameters(index = "0", arity = "0..1", paramLabel = "SOURCE", description = "An address.")
    private @Nullable String subject;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "ANSWER",
            description = "confirmed (or true-positive), or false-positive.")
    private @Nullable String answer;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why.")
    private String reason = "";

    @Option(names = "--alert", paramLabel = "ID", description = "The alert that this resolves.")
    private String alert = "";

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "When it was seen, like 2026-12-31T23:59:59Z; now if left out. It speaks of the day before.")
    private @Nullable String at;

    @Mixin
    private SigningOptions signing = new SigningOptions();

    @Option(
            names = "--list",
            description = "List what was said, as `train --labels` and `replay --resolutions` take it.")
    private boolean list;

    @Option(
            names = "--trust",
            paramLabel = "NAME=FILE",
            description = "With --list: only what this public key signed; may be given several times.")
    private Map<String, Path> trusted = new HashMap<>();

    @SuppressWarnings("NullAway.Init") // picocli sets the specification
    public ResolveCommand() {
        // options have their defaults
    }

    @Override
    public Integer call() {
        try {
            return list ? show() : say(resolution());
        } catch (IOException | KafkaException | ExecutionException e) {
            spec.commandLine().getErr().println("selfheal resolve: " + fleet.problem(e));
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private int say(Resolution resolution) throws IOException, ExecutionException, InterruptedException {
        try (FleetWriter writer = new FleetWriter(fleet.client(), signing.signer())) {
            writer.write(Topics.RESOLUTIONS, resolution.key(), resolution);
        }
        spec.commandLine().getOut().println("resolved " + resolution.id());
        return 0;
    }

    private Resolution resolution() {
        IpAddress address = subject == null ? null : IpAddress.tryParse(subject);
        if (address == null) {
            throw wrong("SOURCE '" + subject + "' is no address; allowed: an IP address");
        }
        Answer said = answer == null ? null : ANSWERS.get(answer);
        if (said == null) {
            throw wrong("ANSWER '" + answer + "' is none; allowed: confirmed, true-positive, false-positive");
        }
        try {
            Instant time = at == null ? Instant.now() : Instant.parse(at);
            String sudo = System.getenv("SUDO_USER");
            String by = sudo == null || sudo.isBlank() ? System.getProperty("user.name", "somebody") : sudo;
            return new Resolution(UUID.randomUUID().toString(), time, address, said, by, reason, alert);
        } catch (DateTimeException e) {
            throw wrong("--at '" + at + "' is no time; allowed: one like 2026-12-31T23:59:59Z");
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private int show() throws IOException {
        ResolutionTopic.Read read = ResolutionTopic.read(fleet.client(), trusted);
        for (Resolution one : read.resolutions()) {
            spec.commandLine().getOut().println(line(one));
        }
        if (read.left() > 0) {
            spec.commandLine()
                    .getErr()
                    .println("selfheal resolve: " + read.left() + " records are not readable or not trusted");
        }
        return 0;
    }

    /** In the form of the files that training takes. */
    static String line(Resolution one) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("@timestamp", one.time().toString());
            json.writeStringField("subject", one.subject().toString());
            json.writeStringField("resolution", one.answer() == Answer.CONFIRMED ? "confirmed" : "false-positive");
            if (!one.alert().isEmpty()) {
                json.writeStringField("alert", one.alert());
            }
            json.writeStringField("by", one.by());
            json.writeEndObject();
        }
        return text.toString();
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
