package io.selfheal.e2e.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.selfheal.collector.parse.LogLine;
import io.selfheal.collector.parse.ParseResult;
import io.selfheal.collector.parse.SourceContext;
import io.selfheal.collector.parse.SourceType;
import io.selfheal.collector.plugin.PluginParsers;
import io.selfheal.collector.plugin.PluginReader;
import io.selfheal.enrichment.provider.Reply;
import io.selfheal.enrichment.provider.plugin.PluginProvider;
import io.selfheal.notifier.channel.Delivery;
import io.selfheal.notifier.channel.plugin.PluginChannel;
import io.selfheal.notifier.message.Letter;
import io.selfheal.notifier.message.Line;
import io.selfheal.plugin.ActionPlugin;
import io.selfheal.plugin.EnricherPlugin;
import io.selfheal.plugin.NotifierPlugin;
import io.selfheal.plugin.ParserPlugin;
import io.selfheal.plugin.SourcePlugin;
import io.selfheal.plugin.host.AllowList;
import io.selfheal.plugin.host.PluginFolder;
import io.selfheal.plugin.host.PluginHost;
import io.selfheal.plugin.host.PluginKind;
import io.selfheal.responder.firewall.Change;
import io.selfheal.responder.firewall.Firewall;
import io.selfheal.responder.firewall.SimulatedFirewall;
import io.selfheal.responder.plugin.ActionLane;
import io.selfheal.responder.plugin.FollowedFirewall;
import io.selfheal.responder.reconcile.Outcomes;
import io.selfheal.responder.reconcile.Sink;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.alert.Alert.Severity;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.net.IpAddress;
import io.selfheal.schemas.outcome.Mode;
import io.selfheal.schemas.outcome.Outcome;
import io.selfheal.schemas.outcome.Outcome.Status;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One plugin of every kind, compiled here and loaded as on a node, where each kind belongs. Needs root's folder. */
class PluginsTest {
    private static final String CODE = """
            package org.example.all;
            import io.selfheal.plugin.*;
            import io.selfheal.schemas.event.*;
            import io.selfheal.schemas.net.IpAddress;
            import java.nio.file.*;
            import java.util.*;
            public class All implements SourcePlugin, ParserPlugin, EnricherPlugin, ActionPlugin, NotifierPlugin {
                private Path told;
                public void start(PluginContext context) { told = Path.of(context.settings().required("told")); }
                public List<SourceLine> read(long after, int most) {
                    List<SourceLine> lines = new ArrayList<>();
                    for (long at = after + 1; at < 3; at++) lines.add(new SourceLine(at, "tried 203.0.113." + at));
                    return lines;
                }
                public ParserAnswer parse(String line, Origin origin) {
                    if (!line.startsWith("tried ")) return new ParserAnswer.NotMine();
                    Origin mine = new Origin("forged", origin.time(), "forged", "forged",
                            IpAddress.parse(line.substring(6)), 22, new Place("XX", 1, null), 2, "all", 7, null, "forged");
                    return new ParserAnswer.Understood(new Authentication(mine, EventAction.LOGIN,
                            EventOutcome.FAILURE, "all", "root", false, null, null));
                }
                public Opinion lookUp(IpAddress address) { return new Opinion(true, 15, "seen\\u001b[31m before"); }
                public void act(Request request) throws Exception { tell(request.toString()); }
                public void send(Message message) throws Exception { tell(message.text()); }
                private void tell(String what) throws Exception {
                    Files.writeString(told, what + "\\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                }
            }
            """;
    private static final InstantSource TIME = InstantSource.system();

    @TempDir
    private Path work;

    private Path told;
    private PluginHost host;

    @BeforeEach
    void load() throws Exception {
        assumeThat(Files.getAttribute(work, "unix:uid"))
                .as("only root has a folder for plugins")
                .isEqualTo(0);
        told = work.resolve("told");
        Path folder = Files.createDirectory(work.resolve("plugins"));
        byte[] jar = jar();
        Path list = Files.writeString(work.resolve("allow"), AllowList.hashOf(jar) + "  all.jar\n");
        Path file = Files.write(folder.resolve("all.jar"), jar);
        for (Path each : List.of(list, file)) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rw-r--r--"));
        }
        for (Path each : List.of(work, folder)) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        host = new PluginHost(
                new PluginFolder(folder, list),
                EnumSet.allOf(PluginKind.class),
                Map.of("all", Map.of("told", told.toString())),
                TIME,
                new PluginHost.Talk(line -> {}, line -> {}, status -> {}));
        assertThat(host.problems()).isEmpty();
    }

    @AfterEach
    void close() {
        if (host != null) {
            host.close();
        }
    }

    @Test
    void aParserMakesEventsButNotWhoseTheyAre() {
        // given
        PluginParsers parsers = new PluginParsers(host.of(ParserPlugin.class));
        byte[] text = "tried 203.0.113.7".getBytes(StandardCharsets.UTF_8);
        LogLine line = new LogLine().set(text, 0, text.length, 40);
        SourceContext context = new SourceContext("web-1", "/var/log/x", SourceType.AUTO, ZoneOffset.UTC, true);

        // when
        ParseResult result = parsers.parse(
                new ParseResult.Unparsed("nobody"), line, context, offset -> "id-" + offset, Instant.EPOCH);

        // then
        SecurityEvent event = ((ParseResult.Parsed) result).event();
        assertThat(event.source()).isEqualTo(IpAddress.parse("203.0.113.7"));
        assertThat(event.id()).isEqualTo("id-40");
        assertThat(event.origin())
                .returns("web-1", origin -> origin.host())
                .returns("all", origin -> origin.dataset())
                .returns(2, origin -> origin.count())
                .returns(null, origin -> origin.place())
                .returns("tried 203.0.113.7", origin -> origin.message());
    }

    @Test
    void aSourceGoesOnAfterWhatIsAcknowledged() {
        // given
        List<Long> positions = Collections.synchronizedList(new ArrayList<>());
        ReentrantLock lock = new ReentrantLock();
        try (PluginReader reader =
                new PluginReader(host.of(SourcePlugin.class).getFirst(), "0", lock, (bytes, position, itself) -> {
                    positions.add(position);
                    itself.sent();
                    return true;
                })) {
            reader.start();
            await().untilAsserted(() -> assertThat(positions).containsExactly(1L, 2L));

            // when
            lock.lock();
            try {
                reader.acknowledged(0, "1");
                reader.rewind();
            } finally {
                lock.unlock();
            }

            // then
            await().untilAsserted(() -> assertThat(positions).containsExactly(1L, 2L, 2L));
            assertThat(reader.position()).isEqualTo("1");
        }
    }

    @Test
    void anEnricherIsAProvider() throws Exception {
        // given
        PluginProvider provider =
                new PluginProvider(host.of(EnricherPlugin.class).getFirst());
        IpAddress address = IpAddress.parse("203.0.113.7");

        // then
        assertThat(provider.name()).isEqualTo("plugin-all");
        Reply reply = provider.ask(List.of(address));
        assertThat(((Reply.Answered) reply).said().get(address)).satisfies(said -> {
            assertThat(said.points()).isEqualTo(15);
            assertThat(said.summary()).isEqualTo("seen·[31m before");
        });
    }

    @Test
    void aNotifierIsAChannel() throws Exception {
        // given
        PluginChannel channel = new PluginChannel(host.of(NotifierPlugin.class).getFirst(), Severity.HIGH);

        // when
        Delivery delivery =
                channel.send(new Letter(Line.ours("A source was blocked"), List.of(), List.of(), List.of()));

        // then
        assertThat(delivery).isInstanceOf(Delivery.Accepted.class);
        assertThat(told).hasContent("A source was blocked");
    }

    @Test
    void anActionFollowsTheFirewallInItsOwnMode() throws Exception {
        // given
        List<Outcome> outcomes = Collections.synchronizedList(new ArrayList<>());
        Sink sink = new Sink() {
            @Override
            public void outcome(Outcome outcome) {
                outcomes.add(outcome);
            }

            @Override
            public void alert(Alert alert) {
                throw new AssertionError(alert);
            }
        };
        Cidr target = Cidr.parse("203.0.113.7/32");
        Change block = new Change(true, Map.of(target, Duration.ofHours(4)), Map.of(), Set.of(), Map.of());
        Change lift = new Change(false, Map.of(), Map.of(), Set.of(target), null);
        for (Mode mode : List.of(Mode.OFF, Mode.SIMULATE, Mode.ACT)) {
            try (ActionLane lane = new ActionLane(
                    host.of(ActionPlugin.class).getFirst(),
                    mode,
                    new Outcomes("web-1"),
                    sink,
                    TIME,
                    Duration.ofMillis(10))) {
                Firewall firewall = new FollowedFirewall(new SimulatedFirewall(TIME), List.of(lane), TIME);

                // when
                firewall.apply(block);
                firewall.apply(lift);

                // then
                switch (mode) {
                    case OFF -> assertThat(outcomes).isEmpty();
                    case SIMULATE, ASK -> {
                        await().untilAsserted(() -> assertThat(outcomes)
                                .extracting(Outcome::status)
                                .containsExactly(Status.SIMULATED, Status.SIMULATED));
                        assertThat(told).doesNotExist();
                    }
                    case ACT -> {
                        await().untilAsserted(() -> assertThat(outcomes)
                                .extracting(Outcome::status)
                                .endsWith(Status.APPLIED, Status.LIFTED));
                        assertThat(Files.readAllLines(told))
                                .satisfiesExactly(
                                        line -> assertThat(line).startsWith("Block[target=203.0.113.7"),
                                        line -> assertThat(line).startsWith("Lift[target=203.0.113.7"));
                    }
                }
            }
        }
    }

    /** Lines that only the plugin understands are events in a replay that asks it, and in no other. */
    @Test
    void aReplayAsksParsersWhenToldTo() throws Exception {
        Path log = Files.writeString(work.resolve("all.log"), "tried 203.0.113.7\n".repeat(5));

        String asked = replay(
                "--plugins",
                work.resolve("plugins").toString(),
                "--plugins-allow-list",
                work.resolve("allow").toString(),
                "--plugin-setting",
                "all.told=" + told,
                log.toString());
        String alone = replay(log.toString());

        assertThat(asked).contains("5 lines, 0 not understood, 5 events of 1 sources");
        assertThat(alone).contains("5 lines, 5 not understood, 0 events of 0 sources");
    }

    private String replay(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.selfheal.standalone.SelfHealCommand",
                "replay"));
        command.addAll(List.of(arguments));
        Path output = work.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String printed = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(printed).isZero();
        return printed;
    }

    private byte[] jar() throws IOException {
        Path source =
                Files.createDirectories(work.resolve("code/org/example/all")).resolve("All.java");
        Files.writeString(source, CODE);
        Path classes = Files.createDirectory(work.resolve("classes"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<String> options =
                    List.of("-proc:none", "-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
            boolean done = compiler.getTask(said, files, null, options, null, files.getJavaFileObjects(source))
                    .call();
            assertThat(done).as(said.toString()).isTrue();
        }
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.putNextEntry(new ZipEntry("META-INF/selfheal-plugin.properties"));
            StringBuilder description = new StringBuilder("id=all\nversion=1\napi-version=1\n");
            for (PluginKind kind : PluginKind.values()) {
                if (kind != PluginKind.DETECTOR) {
                    description.append(kind.key()).append("=org.example.all.All\n");
                }
            }
            out.write(description.toString().getBytes(StandardCharsets.UTF_8));
            out.putNextEntry(new ZipEntry("org/example/all/All.class"));
            out.write(Files.readAllBytes(classes.resolve("org/example/all/All.class")));
        }
        return bytes.toByteArray();
    }
}
