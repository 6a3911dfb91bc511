package io.selfheal.standalone.replay;

import io.selfheal.analyzer.geo.GeoFiles;
import io.selfheal.analyzer.model.live.ModelBook;
import io.selfheal.analyzer.plugin.Detectors;
import io.selfheal.analyzer.plugin.PluginDetectors;
import io.selfheal.analyzer.policy.PolicyBook;
import io.selfheal.analyzer.policy.PolicyFile;
import io.selfheal.analyzer.replay.MergedEvents;
import io.selfheal.analyzer.replay.PolicyComparison;
import io.selfheal.analyzer.replay.ReplayCore;
import io.selfheal.analyzer.tune.TuningReport;
import io.selfheal.analyzer.yaml.RuleException;
import io.selfheal.collector.parse.ParserSet;
import io.selfheal.collector.parse.SourceContext;
import io.selfheal.collector.parse.SourceType;
import io.selfheal.collector.plugin.PluginParsers;
import io.selfheal.node.LineOptions;
import io.selfheal.node.LogFiles;
import io.selfheal.plugin.ParserPlugin;
import io.selfheal.plugin.host.PluginHost;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.standalone.GeoOption;
import io.selfheal.standalone.rules.OwnRules;
import io.selfheal.standalone.rules.RuleOptions;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs log files through parsers and detection, in event time, and shows what would have been decided. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description =
                "Runs history through the real detection and shows what would have been decided. Changes nothing.",
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {
            "0:done",
            "1:a file cannot be read, or a model or plugin that was asked for did not take part",
            "2:wrong use"
        })
public final class ReplayCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private LineOptions lines = new LineOptions();

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Option(names = "--policy", paramLabel = "FILE", description = "Judge by this policy instead of the defaults.")
    private @Nullable Path policy;

    @Option(
            names = "--compare",
            description = "Judge by the defaults and by --policy in one pass, and show who is blocked differently.")
    private boolean compare;

    @Option(names = "--no-allowlist", description = "Nobody is allowlisted, not even loopback.")
    private boolean noAllowlist;

    @Mixin
    private ModelOption model = new ModelOption();

    @Mixin
    private PluginOption plugins = new PluginOption();

    @Mixin
    private TuningOption tuning = new TuningOption();

    @Mixin
    private GeoOption geo = new GeoOption();

    @Mixin
    private RuleOptions rules = new RuleOptions();

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Log files, also .gz; several are merged by time.")
    private List<Path> files = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // picocli sets the specification
    public ReplayCommand() {
        // options have their defaults
    }

    @Override
    public Integer call() throws IOException {
        OwnRules own = rules.read();
        ParserSet parsers = own.parsers();
        SourceType type = lines.type(parsers);
        for (Path file : files) {
            try {
                LogFiles.open(file).close();
            } catch (IOException e) {
                spec.commandLine().getErr().println("selfheal replay: " + e.getMessage());
                return 1;
            }
        }
        if (compare && policy == null) {
            throw wrong("--compare needs a policy to compare with the defaults; allowed: beside --policy FILE");
        }
        if (compare && tuning.isAsked()) {
            throw wrong("--resolutions looks at one policy; allowed: without --compare");
        }
        PolicyBook book = policyBook(policy);
        boolean incomplete;
        try (GeoFiles places = geo.open();
                ModelBook models = model.open();
                PluginHost host = plugins.open(InstantSource.system());
                OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16)) {
            Detectors detectors = PluginDetectors.of(host);
            incomplete = model.isMissing(models, spec.commandLine().getErr());
            if (compare) {
                PolicyComparison comparison =
                        new PolicyComparison(own.rules(), policyBook(null), book, places, models, detectors);
                comparison.eachComesOnce();
                ReplayReport.Run run = read(own, type, host, comparison::accept);
                (json ? new CompareJson(out) : new CompareText(new PrintStream(out, false, StandardCharsets.UTF_8)))
                        .show(comparison, run);
                model.tell(models, spec.commandLine().getErr());
            } else {
                TuningReport tuned = tuning.read();
                ReplayReport report = TuningOption.beside(
                        json
                                ? new JsonReport(out)
                                : new TextReport(new PrintStream(out, false, StandardCharsets.UTF_8)),
                        tuned);
                ReplayCore core = new ReplayCore(own.rules(), book, report, places, models, detectors);
                core.eachComesOnce();
                ReplayReport.Run run = read(own, type, host, core::accept);
                report.summary(core.summary(), run);
                model.tell(models, spec.commandLine().getErr());
                if (tuned != null) {
                    out.flush();
                    TuningOption.tell(tuned, json, new PrintWriter(out, false, StandardCharsets.UTF_8));
                }
            }
            incomplete |= PluginOption.isAnyMissing(host);
        }
        return incomplete ? 1 : 0;
    }

    private ReplayReport.Run read(OwnRules own, SourceType type, PluginHost host, Consumer<SecurityEvent> judge)
            throws IOException {
        PluginParsers others = new PluginParsers(host.of(ParserPlugin.class));
        long start = System.nanoTime();
        Instant now = Instant.now();
        List<EventFile> open = new ArrayList<>();
        try {
            for (Path file : files) {
                Path path = file.toAbsolutePath();
                SourceContext context = new SourceContext("localhost", path.toString(), type, lines.zone(), true);
                open.add(EventFile.open(path, context, own.parsers(), others, open.size() + 1, now));
            }
            if (open.size() == 1) {
                open.getFirst().forEachRemaining(judge);
            } else {
                new MergedEvents(open).forEachRemaining(judge);
            }
        } finally {
            for (EventFile file : open) {
                file.close();
            }
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        Duration cpu = ProcessHandle.current().info().totalCpuDuration().orElse(took);
        return new ReplayReport.Run(
                open.stream().mapToLong(EventFile::lines).sum(),
                open.stream().mapToLong(EventFile::unparsed).sum(),
                took.toNanos() / 1e9,
                cpu.toNanos() / 1e9);
    }

    private PolicyBook policyBook(@Nullable Path file) throws IOException {
        PolicyBook book = noAllowlist ? PolicyBook.withoutAllowlist() : PolicyBook.defaults();
        if (file != null) {
            try {
                PolicyFile.read(file).forEach(book::apply);
            } catch (RuleException e) {
                throw wrong("--policy: " + e.getMessage());
            }
        }
        return book;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
