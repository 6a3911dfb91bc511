package io.selfheal.plugin.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.plugin.DetectorPlugin;
import io.selfheal.plugin.Suspicion;
import io.selfheal.schemas.event.Authentication;
import io.selfheal.schemas.event.EventAction;
import io.selfheal.schemas.event.EventOutcome;
import io.selfheal.schemas.event.Origin;
import io.selfheal.schemas.event.SecurityEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real jars, compiled here, that do what a plugin must not do. */
@Timeout(60)
class PluginHostTest {
    private static final String GOOD = """
            public List<Suspicion> judge(SecurityEvent event) {
                return List.of(new Suspicion("odd", 10, ThreatClass.ANOMALY, "odd user " + event.user(), null));
            }
            """;
    private static final SecurityEvent EVENT = new Authentication(
            new Origin("1", Instant.EPOCH, "web-1", "sshd", null, 0, null, 1, null, 0, null, null),
            EventAction.LOGIN,
            EventOutcome.FAILURE,
            "ssh",
            "root",
            false,
            null,
            null);

    @TempDir
    private Path work;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final List<PluginStatus> told = Collections.synchronizedList(new ArrayList<>());
    private final List<PluginHost> open = new ArrayList<>();
    private PluginMaker maker;

    @BeforeEach
    void make() throws IOException {
        maker = new PluginMaker(work);
    }

    @AfterEach
    void close() {
        open.forEach(PluginHost::close);
    }

    private PluginHost host(Map<String, Map<String, String>> settings) throws IOException {
        PluginHost host = new PluginHost(
                maker.look(),
                Set.of(PluginKind.DETECTOR),
                settings,
                (InstantSource) now::get,
                new PluginHost.Talk(log::add, log::add, told::add));
        open.add(host);
        return host;
    }

    private LoadedPlugin<DetectorPlugin> only() throws IOException {
        PluginHost host = host(Map.of());
        assertThat(host.problems()).isEmpty();
        return host.of(DetectorPlugin.class).getFirst();
    }

    private static CallResult<List<Suspicion>> judge(LoadedPlugin<DetectorPlugin> plugin) throws InterruptedException {
        return plugin.call(detector -> List.copyOf(detector.judge(EVENT)));
    }

    private static @Nullable String nameOf(LoadedPlugin<DetectorPlugin> plugin) throws InterruptedException {
        return plugin.ask(d -> d.judge(EVENT).getFirst().name());
    }

    @Test
    void aPluginIsLoadedAndAsked() throws Exception {
        // given
        maker.detector("good", GOOD);

        // when
        LoadedPlugin<DetectorPlugin> plugin = only();

        // then
        assertThat(judge(plugin))
                .isEqualTo(new CallResult.Answered<>(List.of(new Suspicion(
                        "odd", 10, io.selfheal.schemas.assess.ThreatClass.ANOMALY, "odd user root", null))));
        assertThat(plugin.status())
                .returns("ok", PluginStatus::state)
                .returns(1L, PluginStatus::calls)
                .returns(0L, PluginStatus::failures);
        assertThat(log).singleElement().asString().startsWith("plugin loaded id=good version=1.0 kind=detector");
    }

    @Test
    void settingsReachThePlugin() throws Exception {
        // given
        maker.detector("settings", """
                private String word;
                private long most;
                @Override public void start(PluginContext context) {
                    word = context.settings().required("word");
                    most = context.settings().integer("most", 3, 1, 9);
                    context.log().accept("ready\\u001b[31m");
                }
                public List<Suspicion> judge(SecurityEvent event) {
                    return List.of(new Suspicion(word, (int) most, ThreatClass.OTHER, "x", null));
                }
                """);

        // when
        PluginHost host = host(Map.of("settings", Map.of("word", "gotcha", "most", "7")));
        PluginHost without = host(Map.of());
        PluginHost wrong = host(Map.of("settings", Map.of("word", "gotcha", "most", "70"), "other", Map.of()));

        // then
        assertThat(nameOf(host.of(DetectorPlugin.class).getFirst())).isEqualTo("gotcha");
        assertThat(log).contains("plugin settings says: ready·[31m");
        assertThat(without.problems())
                .singleElement()
                .asString()
                .contains("does not start")
                .contains("setting 'word' is missing");
        assertThat(wrong.problems()).hasSize(2);
        assertThat(wrong.problems().getFirst()).contains("setting 'most' '70' is wrong; allowed: 1 to 9");
        assertThat(wrong.problems().getLast()).contains("settings for a plugin 'other', which is not loaded");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "throw new IllegalStateException(\"boom\\u001b[2J\");",
                "return judge(event);",
                "long[] all = new long[Integer.MAX_VALUE]; return all.length == 0 ? null : List.of();",
                "throw new Error() { @Override public String getMessage() { throw new ThreadDeath(); } };",
                "sneak(new java.io.IOException(\"disk\")); return null;",
                "return null;",
                "return new AbstractList<>() { public Suspicion get(int i) { throw new LinkageError(); }"
                        + " public int size() { return 3; } };"
            })
    void whateverItThrowsIsCountedAndReachesNobody(String body) throws Exception {
        // given
        maker.detector("bad", """
                @SuppressWarnings("removal")
                public List<Suspicion> judge(SecurityEvent event) { %s }
                @SuppressWarnings("unchecked")
                private static <E extends Throwable> void sneak(Throwable e) throws E { throw (E) e; }
                """.formatted(body));
        LoadedPlugin<DetectorPlugin> plugin = only();

        // when
        CallResult<List<Suspicion>> result = judge(plugin);
        long asked = 1;
        // A cold call on a busy machine may take longer than a detector's budget.
        for (; result instanceof CallResult.CutOff && asked < 4; asked++) {
            result = judge(plugin);
        }

        // then
        assertThat(result).isInstanceOf(CallResult.Threw.class);
        assertThat(((CallResult.Threw<?>) result).error()).doesNotContain("\u001b");
        assertThat(plugin.status().failures()).isEqualTo(asked);
        assertThat(judge(plugin)).isInstanceOf(CallResult.Threw.class);
    }

    @Test
    void afterFiveFailuresItIsInQuarantineAndPeopleAreToldOnce() throws Exception {
        // given
        maker.detector("flaky", """
                static int calls;
                public List<Suspicion> judge(SecurityEvent event) {
                    if (++calls < 8) throw new RuntimeException("call " + calls);
                    return List.of();
                }
                """);
        LoadedPlugin<DetectorPlugin> plugin = only();

        // when
        for (int i = 0; i < 5; i++) {
            assertThat(told).isEmpty();
            assertThat(judge(plugin)).isInstanceOf(CallResult.Threw.class);
        }

        // then
        assertThat(told)
                .singleElement()
                .satisfies(
                        status -> assertThat(status.sentence())
                                .isEqualTo(
                                        "plugin flaky (detector) is quarantined after 5 failures: java.lang.RuntimeException: call 5"));
        assertThat(judge(plugin)).isEqualTo(new CallResult.NotAsked<>("it is quarantined"));

        // when
        now.set(now.get().plus(Duration.ofSeconds(61)));
        assertThat(judge(plugin)).isInstanceOf(CallResult.Threw.class);
        now.set(now.get().plus(Duration.ofSeconds(61)));
        assertThat(judge(plugin)).isInstanceOf(CallResult.NotAsked.class);
        now.set(now.get().plus(Duration.ofSeconds(60)));
        assertThat(judge(plugin)).isInstanceOf(CallResult.Threw.class);
        now.set(now.get().plus(Duration.ofMinutes(5)));

        // then
        assertThat(judge(plugin)).isEqualTo(new CallResult.Answered<>(List.of()));
        assertThat(plugin.status()).returns("ok", PluginStatus::state).returns(2L, PluginStatus::notAsked);
        assertThat(told).hasSize(1);
    }

    @Test
    void aCallThatTakesTooLongIsCutOffAndTheNextOneIsAnswered() throws Exception {
        // given
        maker.detector("slow", """
                static int calls;
                public List<Suspicion> judge(SecurityEvent event) throws Exception {
                    if (++calls == 1) Thread.sleep(60_000);
                    return List.of();
                }
                """);
        LoadedPlugin<DetectorPlugin> plugin = only();
        long start = System.nanoTime();

        // when
        CallResult<List<Suspicion>> result = judge(plugin);

        // then
        assertThat(result).isEqualTo(new CallResult.CutOff<>());
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        assertThat(plugin.status())
                .returns(1L, PluginStatus::cutOff)
                .returns("took longer than 20 ms", PluginStatus::lastError);
        org.awaitility.Awaitility.await()
                .untilAsserted(() -> assertThat(judge(plugin)).isEqualTo(new CallResult.Answered<>(List.of())));
    }

    @Test
    void aCallThatHeedsNoInterruptCostsThePluginAndNothingElse() throws Exception {
        // given
        maker.detector("hangs", """
                static volatile boolean for_ever = true;
                public List<Suspicion> judge(SecurityEvent event) {
                    while (for_ever) { try { Thread.sleep(1000); } catch (InterruptedException e) { continue; } }
                    return List.of();
                }
                """);
        maker.detector("other", GOOD);
        PluginHost host = host(Map.of());
        LoadedPlugin<DetectorPlugin> hangs = host.of(DetectorPlugin.class).stream()
                .filter(plugin -> plugin.id().equals("hangs"))
                .findFirst()
                .orElseThrow();
        LoadedPlugin<DetectorPlugin> other = host.of(DetectorPlugin.class).stream()
                .filter(plugin -> plugin.id().equals("other"))
                .findFirst()
                .orElseThrow();

        // when
        assertThat(judge(hangs)).isEqualTo(new CallResult.CutOff<>());
        org.awaitility.Awaitility.await().untilAsserted(() -> {
            assertThat(judge(hangs)).isInstanceOf(CallResult.NotAsked.class);
            assertThat(hangs.status().state()).isEqualTo("off");
        });
        now.set(now.get().plus(Duration.ofDays(9)));

        // then
        assertThat(judge(hangs)).isEqualTo(new CallResult.NotAsked<>("it is off"));
        assertThat(judge(other)).isInstanceOf(CallResult.Answered.class);
        assertThat(told)
                .singleElement()
                .satisfies(status -> assertThat(status.id()).isEqualTo("hangs"));
        long start = System.nanoTime();
        host.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void aPluginThatIsGivenUpIsOffAndTold() throws Exception {
        maker.detector("mute", GOOD);
        LoadedPlugin<DetectorPlugin> plugin = only();

        plugin.giveUp();

        assertThat(judge(plugin)).isEqualTo(new CallResult.NotAsked<>("it is off"));
        assertThat(told)
                .singleElement()
                .satisfies(status -> assertThat(status.state()).isEqualTo("off"));
        assertThat(open.getFirst().troubles()).singleElement().asString().contains("mute");
    }

    @Test
    void aPluginThatHangsWhileItStopsIsLeftBehind() throws Exception {
        // given
        maker.detector("lingers", GOOD + "@Override public void stop() { while (true) Thread.onSpinWait(); }");
        PluginHost host = host(Map.of());
        long start = System.nanoTime();

        // when
        host.close();

        // then
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "static { if (true) throw new IllegalStateException(\"boom\"); }",
                "public Detector() { throw new StackOverflowError(); }",
                "Detector(int x) {}",
                "private Detector() {}",
                "@Override public void start(PluginContext c) throws Exception { throw new Exception(\"no\"); }",
                "private final Class<?> secret = host(); static Class<?> host() { try { return"
                        + " Class.forName(\"io.selfheal.plugin.host.PluginHost\"); } catch (Exception e) { throw new"
                        + " IllegalStateException(e); } }",
                "private final Class<?> junit = host(); static Class<?> host() { try { return"
                        + " Class.forName(\"org.junit.jupiter.api.Test\"); } catch (Exception e) { throw new"
                        + " IllegalStateException(e); } }"
            })
    void onePluginThatDoesNotStartIsNamedAndTheOthersRun(String member) throws Exception {
        // given
        maker.detector("bad", GOOD + member);
        maker.detector("good", GOOD);

        // when
        PluginHost host = host(Map.of());

        // then
        assertThat(host.problems())
                .singleElement()
                .asString()
                .startsWith("bad.jar: detector p.Detector does not start: ");
        assertThat(host.of(DetectorPlugin.class)).singleElement().returns("good", LoadedPlugin::id);
    }

    @Test
    void aStaticInitialiserThatHangsIsCutOff() throws Exception {
        // given
        maker.detector(
                "stuck",
                GOOD + "static final Object never = never(); static Object never() { while (true)"
                        + " Thread.onSpinWait(); }");
        maker.detector("zgood", GOOD);

        // when
        PluginHost host = host(Map.of());

        // then
        assertThat(host.problems()).singleElement().asString().contains("does not start within 10 seconds");
        assertThat(host.of(DetectorPlugin.class)).singleElement().returns("zgood", LoadedPlugin::id);
    }

    @Test
    void twoPluginsDoNotSeeEachOther() throws Exception {
        // given
        String counts = "static int calls; public List<Suspicion> judge(SecurityEvent e) { calls++; return List.of(new"
                + " Suspicion(\"n\" + calls, 1, ThreatClass.OTHER, \"x\", null)); }";
        maker.detector("one", counts);
        maker.detector("two", counts);
        PluginHost host = host(Map.of());

        // then
        for (LoadedPlugin<DetectorPlugin> plugin : host.of(DetectorPlugin.class)) {
            assertThat(nameOf(plugin)).isEqualTo("n1");
        }
    }

    @Test
    void aFileThatIsExchangedWhileItRunsChangesNothing() throws Exception {
        // given
        Path jar = maker.detector(
                "good",
                GOOD
                        + "static class Later { static String name() { return \"later\"; } }"
                                .concat("public static String later() { return Later.name(); }"));
        LoadedPlugin<DetectorPlugin> plugin = only();

        // when
        Files.write(jar, maker.detectorJar("good", "public List<Suspicion> judge(SecurityEvent e) { return null; }"));

        // then
        Object later = plugin.ask(d -> d.getClass().getMethod("later").invoke(null));
        assertThat(later).isEqualTo("later");
        assertThat(judge(plugin)).isInstanceOf(CallResult.Answered.class);
        assertThat(host(Map.of()).problems())
                .singleElement()
                .asString()
                .matches("good.jar has the SHA-256 [0-9a-f]{64}; allowed: [0-9a-f]{64}, as the allow-list says");
    }

    @Test
    void aHashThatIsNotListedIsRefusedBeforeAnyOfItsCodeRuns() throws Exception {
        // given
        Path trace = work.resolve("trace");
        maker.write(
                "unknown.jar",
                maker.detectorJar(
                        "unknown",
                        GOOD + "static { try {"
                                + " java.nio.file.Files.createFile(java.nio.file.Path.of(\"" + trace + "\")); } catch"
                                + " (java.io.IOException e) { throw new IllegalStateException(e); } }"));
        Path other = maker.detector("other", GOOD);

        // when
        PluginHost host = host(Map.of());

        // then
        assertThat(host.problems())
                .singleElement()
                .asString()
                .contains("unknown.jar is not on the allow-list; its SHA-256 is ");
        assertThat(trace).doesNotExist();
        assertThat(host.of(DetectorPlugin.class)).hasSize(1);
        assertThat(other).exists();
    }

    @Test
    void anotherVersionOfTheInterfaceIsRefused() throws Exception {
        refused(
                PluginMaker.jar(
                        Map.of("META-INF/selfheal-plugin.properties", "id=x\nversion=1\napi-version=2\ndetector=p.D\n"),
                        Map.of()),
                "is built for version 2 of the plugin interface; allowed: 1");
    }

    @Test
    void whatIsNoPluginIsRefused() throws Exception {
        refused(
                "no jar".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                "is no plugin; allowed: a jar with META-INF/");
        refused(PluginMaker.jar(Map.of("a", "b"), Map.of()), "is no plugin; allowed: a jar with META-INF/");
        refused(
                PluginMaker.jar(Map.of("META-INF/selfheal-plugin.properties", "id=A b\nversion=1\n"), Map.of()),
                "id 'A b' is wrong; allowed: ");
        refused(
                PluginMaker.jar(
                        Map.of("META-INF/selfheal-plugin.properties", "id=x\nversion=1\napi-version=1\n"), Map.of()),
                "names no class; allowed: source, parser");
        refused(
                PluginMaker.jar(
                        Map.of(
                                "META-INF/selfheal-plugin.properties",
                                "id=x\nversion=1\napi-version=1\ndetector=a.B\n",
                                "io/selfheal/schemas/event/Origin.class",
                                "x"),
                        Map.of()),
                "contains io/selfheal/schemas/event/Origin.class; allowed: packages of its own");
    }

    @Test
    void codeThatEndsTheProcessIsRefused() throws Exception {
        refused(
                maker.detectorJar("x", GOOD + "void end() { Runtime.getRuntime().halt(1); }"),
                "p/Detector.class calls java.lang.Runtime.halt; allowed: to throw");
    }

    @Test
    void aLinkIsRefused() throws Exception {
        // given
        Path elsewhere = Files.write(work.resolve("elsewhere.jar"), maker.detectorJar("x", GOOD));
        Path link = Files.createSymbolicLink(maker.folder.resolve("x.jar"), elsewhere);
        maker.allow(link);

        // then
        assertThat(host(Map.of()).problems())
                .singleElement()
                .asString()
                .contains("allowed: a regular file, and no link");
    }

    @ParameterizedTest
    @ValueSource(strings = {"folder", "parent", "jar", "list"})
    void whatOthersCanWriteIsRefused(String which) throws Exception {
        // given
        Path jar = maker.detector("good", GOOD);
        Path loose =
                switch (which) {
                    case "folder" -> maker.folder;
                    case "parent" -> work;
                    case "jar" -> jar;
                    default -> maker.allowList;
                };
        Files.setPosixFilePermissions(
                loose, PosixFilePermissions.fromString(Files.isDirectory(loose) ? "rwxrwxr-x" : "rw-rw-r--"));

        // when
        PluginHost host = host(Map.of());

        // then
        assertThat(host.of(DetectorPlugin.class)).isEmpty();
        assertThat(host.problems())
                .singleElement()
                .asString()
                .contains(loose.getFileName().toString())
                .contains("than root");
    }

    @Test
    void anAllowListThatCannotBeReadAllowsNothing() throws Exception {
        // given
        maker.detector("good", GOOD);
        Files.writeString(maker.allowList, "good.jar\n");

        // then
        PluginHost host = host(Map.of());
        assertThat(host.of(DetectorPlugin.class)).isEmpty();
        assertThat(host.problems())
                .singleElement()
                .asString()
                .contains(
                        "plugins.allow:1: 'good.jar' is no line of an allow-list; allowed: SHA-256, two spaces, file name");
    }

    @Test
    void noFolderMeansNoPlugins() throws Exception {
        // given
        Files.delete(maker.folder);

        // then
        assertThat(host(Map.of()).problems()).isEmpty();
        assertThat(log).isEmpty();
    }

    @Test
    void twoOfOneIdAreRefused() throws Exception {
        // given
        maker.detector("good", GOOD);
        maker.allow(maker.write("good2.jar", maker.detectorJar("good", GOOD + "int x;")));

        // then
        assertThat(host(Map.of()).problems())
                .singleElement()
                .asString()
                .contains("good2.jar has the id 'good', as another one; allowed: one of each id");
    }

    private void refused(byte[] jar, String reason) throws Exception {
        maker.allow(maker.write("refused.jar", jar));
        PluginHost host = host(Map.of());
        assertThat(host.of(DetectorPlugin.class)).isEmpty();
        assertThat(host.problems())
                .singleElement()
                .asString()
                .contains("refused.jar")
                .contains(reason);
    }
}
