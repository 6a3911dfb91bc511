package io.selfheal.standalone.fleet;

import io.selfheal.agent.config.Durations;
import io.selfheal.analyzer.policy.PolicyFile;
import io.selfheal.analyzer.yaml.RuleException;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.policy.AllowEntry;
import io.selfheal.schemas.policy.DenyEntry;
import io.selfheal.schemas.policy.Policy;
import io.selfheal.schemas.sign.RecordVerifier;
import io.selfheal.schemas.sign.SaidHeader;
import io.selfheal.schemas.sign.SignatureCheck;
import io.selfheal.schemas.text.Excerpt;
import io.selfheal.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The fleet's policy: who is never blocked, how scores are made, when and how long to block. */
@Command(
        name = "policy",
        mixinStandardHelpOptions = true,
        description = "Shows and changes the fleet's policy through Kafka.")
public final class PolicyCommand {
    private static final RecordVerifier KNOWS_NOBODY = new RecordVerifier(Map.of());

    @Spec
    private CommandSpec spec;

    @Mixin
    private FleetOptions fleet = new FleetOptions();

    @Mixin
    private SigningOptions signing = new SigningOptions();

    @SuppressWarnings("NullAway.Init") // picocli sets the specification
    public PolicyCommand() {
        // options have their defaults
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = {
                "Show every entry that is set, as whom it was signed, and when.",
                "Whether its signature is good, and trusted, is for the analyzer and the nodes to say."
            })
    int list() {
        return run(() -> {
            Map<String, String> lines = new TreeMap<>();
            WholeTopic.read(Topics.POLICY, fleet.client(), entry -> {
                Policy said = WholeTopic.decoded(Topics.POLICY, entry);
                if (said == null) {
                    lines.remove(entry.key());
                } else {
                    String when = SaidHeader.unchecked(entry.headers())
                            .map(at -> " at " + at)
                            .orElse("");
                    lines.put(entry.key(), Excerpt.of(entry.key() + "  " + said, 300) + "  " + signature(entry) + when);
                }
            });
            if (lines.isEmpty()) {
                spec.commandLine().getOut().println("no entry is set; defaults hold");
            }
            lines.values().forEach(spec.commandLine().getOut()::println);
        });
    }

    /** As whom a record says that it was signed: the command knows no keys. */
    private static String signature(ConsumerRecord<String, byte[]> entry) {
        return switch (KNOWS_NOBODY.verify(entry.topic(), entry.key(), entry.value(), entry.headers())) {
            case SignatureCheck.UnknownKey(String keyId) -> "signed as " + keyId;
            case SignatureCheck.Valid(String keyId) -> "signed as " + keyId;
            case SignatureCheck.Unsigned unsigned -> "not signed";
            case SignatureCheck.Invalid(String reason) -> "not signed well: " + reason;
        };
    }

    @Command(name = "allow", mixinStandardHelpOptions = true, description = "Never block this address or network.")
    int allow(
            @Parameters(paramLabel = "NETWORK", description = "Address or network.") String network,
            @Option(names = "--label", required = true, description = "Why, for people.") String label,
            @Option(names = "--for", paramLabel = "TIME", description = "How long; for good if left out.") @Nullable
                    String length) {
        try {
            Instant expires = length == null ? null : Instant.now().plus(Durations.parse(length));
            String person = System.getProperty("user.name", "somebody");
            AllowEntry entry = new AllowEntry(Cidr.parse(network), label, person, expires);
            return run(() -> write(entry.name(), entry));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    @Command(
            name = "deny",
            mixinStandardHelpOptions = true,
            description = "Block whoever of these addresses or networks shows up in a log, unless he is allowed.")
    int deny(
            @Parameters(arity = "0..1", paramLabel = "NETWORK", description = "Address or network.") @Nullable
                    String network,
            @Option(names = "--from", paramLabel = "FILE", description = "One a line; # begins a comment.") @Nullable
                    Path feed,
            @Option(names = "--label", required = true, description = "Who says so.") String label,
            @Option(names = "--for", paramLabel = "TIME", description = "How long; for good if left out.") @Nullable
                    String length) {
        try {
            Instant expires = length == null ? null : Instant.now().plus(Durations.parse(length));
            String person = System.getProperty("user.name", "somebody");
            List<DenyEntry> entries = DenyFeed.of(network, feed).stream()
                    .map(one -> new DenyEntry(one, label, person, expires))
                    .toList();
            return run(() -> {
                try (FleetWriter writer = new FleetWriter(fleet.client(), signing.signer())) {
                    for (DenyEntry entry : entries) {
                        writer.entry(entry.name(), entry, Instant.now());
                    }
                }
                say("set " + entries.size() + " entries");
            });
        } catch (IllegalArgumentException | IOException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    @Command(name = "apply", mixinStandardHelpOptions = true, description = "Set every entry of a policy file.")
    int apply(@Parameters(paramLabel = "FILE", description = "As for replay --policy.") Path file) {
        List<Policy> entries;
        try {
            entries = PolicyFile.read(file);
        } catch (RuleException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
        return run(() -> {
            for (Policy entry : entries) {
                write(entry.name(), entry);
            }
        });
    }

    @Command(name = "remove", mixinStandardHelpOptions = true, description = "Take an entry back to its default.")
    int remove(@Parameters(paramLabel = "NAME", description = "As `policy list` shows it.") String name) {
        return run(() -> write(name, null));
    }

    private void write(String name, @Nullable Policy entry)
            throws IOException, ExecutionException, InterruptedException {
        try (FleetWriter writer = new FleetWriter(fleet.client(), signing.signer())) {
            writer.entry(name, entry, Instant.now());
            say(entry == null ? "removed " + name : "set " + name);
        }
    }

    /** An entry that nobody signed is on the topic and may hold nowhere: only the readers know whom they trust. */
    private void say(String done) {
        spec.commandLine()
                .getOut()
                .println(signing.isNamed() ? done : done + ", not signed: it holds where no keys are trusted (--key)");
    }

    private interface Act {
        void run() throws IOException, ExecutionException, InterruptedException;
    }

    private int run(Act act) {
        try {
            act.run();
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        } catch (IOException | KafkaException | ExecutionException e) {
            spec.commandLine().getErr().println("selfheal policy: " + fleet.problem(e));
            return 1;
        }
    }
}
