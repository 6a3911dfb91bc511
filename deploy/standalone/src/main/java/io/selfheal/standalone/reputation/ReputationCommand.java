package io.selfheal.standalone.reputation;

import io.selfheal.agent.config.Durations;
import io.selfheal.analyzer.geo.GeoFiles;
import io.selfheal.analyzer.stream.ProfileChangelog;
import io.selfheal.schemas.net.IpAddress;
import io.selfheal.standalone.GeoOption;
import io.selfheal.standalone.fleet.FleetOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What the fleet knows of one address: score, events, block and its end, allowlist, place, threat intelligence. */
@Command(
        name = "reputation",
        mixinStandardHelpOptions = true,
        description = {
            "Shows what the fleet knows of one address: its score and events, whether and how long it is blocked,",
            "whether it is allowlisted, where it is, what threat intelligence says, and what was seen of it lately."
        },
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {"0:done, also when nothing is known", "1:Kafka did not answer", "2:wrong use"})
public final class ReputationCommand implements Callable<Integer> {
    private static final Duration MAX_SINCE = Duration.ofDays(30);

    @Spec
    private CommandSpec spec;

    @Mixin
    private FleetOptions fleet = new FleetOptions();

    @Mixin
    private GeoOption geo = new GeoOption();

    @Parameters(paramLabel = "ADDRESS", description = "IPv4 or IPv6 address.")
    private String address = "";

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "How far back to look for what was seen, like 12h, at most 30d (default: ${DEFAULT-VALUE}).")
    private String since = "24h";

    @Option(
            names = "--analyzer",
            paramLabel = "ID",
            description = "The analyzer's application id (default: ${DEFAULT-VALUE}).")
    private String analyzer = ProfileChangelog.DEFAULT_ANALYZER;

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification
    public ReputationCommand() {
        // options have their defaults
    }

    @Override
    public Integer call() {
        IpAddress source = IpAddress.tryParse(address);
        if (source == null) {
            throw wrong("ADDRESS '" + address + "' is none; allowed: an IPv4 or IPv6 address");
        }
        Duration back = back();
        Instant now = Instant.now();
        try (GeoFiles places = geo.open()) {
            KnownSource known = new ReputationTopics(fleet.client(), source, now)
                    .read(analyzer, back, places.of(source), this::tell);
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(ReputationJson.of(known));
            } else {
                ReputationText.print(known, back, out);
            }
            return 0;
        } catch (IOException | KafkaException e) {
            complain(fleet.problem(e));
            return 1;
        }
    }

    private Duration back() {
        try {
            Duration back = Durations.parse(since);
            if (back.isPositive() && back.compareTo(MAX_SINCE) <= 0) {
                return back;
            }
            throw wrong("--since '" + since + "' is out of range; allowed: above 0, at most 30d");
        } catch (IllegalArgumentException e) {
            throw wrong("--since: " + e.getMessage());
        }
    }

    private void tell(String what) {
        complain(fleet.bootstrap() + ": " + what);
    }

    private void complain(String what) {
        spec.commandLine().getErr().println("selfheal reputation: " + what);
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
