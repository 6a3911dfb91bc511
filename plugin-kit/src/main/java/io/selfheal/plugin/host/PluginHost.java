package io.selfheal.plugin.host;

import io.selfheal.plugin.Plugin;
import io.selfheal.plugin.PluginContext;
import io.selfheal.plugin.PluginSettings;
import io.selfheal.schemas.text.Excerpt;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Loads the plugins of some kinds and holds them until the end. One that is refused, or does not start, is named and
 * left out; the others run. What is loaded stays as it was read: exchanging a file changes nothing before the next start.
 */
public final class PluginHost implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(10);
    private static final int LOG_LINE = 500;

    private final List<LoadedPlugin<?>> loaded = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final Map<String, Map<String, String>> settings;
    private final InstantSource time;
    private final Talk talk;

    /**
     * Where a host says things.
     *
     * @param log a line for the log
     * @param refused a line for the log that somebody should look at: what is not loaded, and why
     * @param failing a plugin that went into quarantine or is off; told once a day at most
     */
    public record Talk(Consumer<String> log, Consumer<String> refused, Consumer<PluginStatus> failing) {}

    /**
     * Loads what the folder holds.
     *
     * @param kinds the kinds that run in this process
     * @param settings each plugin's settings by its id
     */
    public PluginHost(
            PluginFolder folder,
            Set<PluginKind> kinds,
            Map<String, Map<String, String>> settings,
            InstantSource time,
            Talk talk) {
        this.settings = Map.copyOf(settings);
        this.time = time;
        this.talk = talk;
        Set<String> ids = new HashSet<>();
        try {
            for (PluginFolder.Found found : folder.look()) {
                if (found.jar() == null) {
                    refuse(String.valueOf(found.refused()));
                } else if (!ids.add(found.jar().description().id())) {
                    refuse(found.name() + " has the id '"
                            + found.jar().description().id() + "', as another one; allowed: one of each id");
                } else {
                    load(found.jar(), kinds);
                }
            }
        } catch (PluginException e) {
            refuse(String.valueOf(e.getMessage()));
        }
        for (String id : settings.keySet()) {
            if (!ids.contains(id)) {
                refuse("there are settings for a plugin '" + id + "', which is not loaded; loaded: " + ids);
            }
        }
    }

    /** A host without plugins. */
    public static PluginHost none(InstantSource time) {
        PluginFolder nowhere = new PluginFolder(Path.of("/nonexistent"), Path.of("/nonexistent"));
        return new PluginHost(nowhere, Set.of(), Map.of(), time, new Talk(line -> {}, line -> {}, status -> {}));
    }

    private void refuse(String problem) {
        problems.add(problem);
        talk.refused.accept("plugin refused: " + problem);
    }

    private void load(PluginJar jar, Set<PluginKind> kinds) {
        PluginClassLoader classes = new PluginClassLoader(jar);
        jar.description().classes().forEach((kind, name) -> {
            if (kinds.contains(kind)) {
                start(jar, kind, name, classes);
            }
        });
    }

    private void start(PluginJar jar, PluginKind kind, String name, PluginClassLoader classes) {
        String id = jar.description().id();
        PluginThread thread = new PluginThread("plugin-" + id + "-" + kind.key(), classes);
        PluginContext context =
                new PluginContext(id, new PluginSettings(id, settings.getOrDefault(id, Map.of())), boundedLog(id));
        CallResult<Plugin> result;
        try {
            result = thread.call(() -> begin(kind, name, classes, context), START);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            result = new CallResult.CutOff<>();
        }
        switch (result) {
            case CallResult.Answered<Plugin>(Plugin plugin) -> {
                loaded.add(new LoadedPlugin<>(jar.description(), kind, plugin, thread, time, talk.failing));
                talk.log.accept("plugin loaded id=" + id + " version="
                        + jar.description().version() + " kind=" + kind.key() + " file=" + jar.file() + " sha256="
                        + jar.hash());
                return;
            }
            case CallResult.Threw<Plugin>(String error) ->
                refuse(jar.file() + ": " + kind.key() + " " + name + " does not start: " + error);
            case CallResult.CutOff<Plugin> c ->
                refuse(jar.file() + ": " + kind.key() + " " + name + " does not start within " + START.toSeconds()
                        + " seconds");
            case CallResult.NotAsked<Plugin>(String reason) -> refuse(jar.file() + ": " + reason);
        }
        thread.close();
    }

    private static Plugin begin(PluginKind kind, String name, ClassLoader classes, PluginContext context)
            throws Exception {
        Class<?> type = Class.forName(name, true, classes);
        if (!kind.type().isAssignableFrom(type)) {
            throw new PluginException(
                    "the class is of another kind; allowed: " + kind.type().getName());
        }
        Plugin plugin = (Plugin) type.getConstructor().newInstance();
        plugin.start(context);
        return plugin;
    }

    /** Ten lines a minute; the others are dropped. */
    private Consumer<String> boundedLog(String id) {
        AtomicInteger lines = new AtomicInteger();
        AtomicInteger minute = new AtomicInteger();
        return line -> {
            int now = (int) (time.millis() / 60_000);
            if (minute.getAndSet(now) != now) {
                lines.set(0);
            }
            if (lines.incrementAndGet() <= 10) {
                talk.log.accept("plugin " + id + " says: " + Excerpt.of(line, LOG_LINE));
            }
        };
    }

    /** The plugins of one kind. */
    @SuppressWarnings("unchecked") // begin looked at the plugin's type
    public <P extends Plugin> List<LoadedPlugin<P>> of(Class<P> type) {
        List<LoadedPlugin<P>> found = new ArrayList<>();
        for (LoadedPlugin<?> plugin : loaded) {
            if (plugin.status().kind().type().equals(type)) {
                found.add((LoadedPlugin<P>) plugin);
            }
        }
        return List.copyOf(found);
    }

    /** What was refused and why. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    public List<PluginStatus> status() {
        return loaded.stream().map(LoadedPlugin::status).toList();
    }

    /** Figures of all plugins. */
    public List<PluginFigure> figures() {
        return loaded.stream()
                .flatMap(plugin -> PluginFigure.of(plugin).stream())
                .toList();
    }

    /** What is wrong, in words; empty if nothing is. */
    public List<String> troubles() {
        List<String> troubles = new ArrayList<>(problems);
        status().stream().filter(plugin -> !plugin.isOk()).forEach(p -> troubles.add(p.sentence()));
        return troubles;
    }

    @Override
    public void close() {
        loaded.forEach(LoadedPlugin::close);
    }
}
