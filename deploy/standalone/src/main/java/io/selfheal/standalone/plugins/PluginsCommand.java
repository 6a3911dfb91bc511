package io.selfheal.standalone.plugins;

import io.selfheal.plugin.host.AllowList;
import io.selfheal.plugin.host.PluginException;
import io.selfheal.plugin.host.PluginFolder;
import io.selfheal.plugin.host.PluginJar;
import io.selfheal.plugin.host.PluginKind;
import io.selfheal.plugin.host.RootOwned;
import io.selfheal.schemas.text.Excerpt;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows, checks and allows plugins. Runs none of their code. */
@Command(
        name = "plugins",
        mixinStandardHelpOptions = true,
        description = "Shows, checks and allows plugins, without running any.",
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {"0:all is well", "1:a plugin is refused", "2:wrong use"})
public final class PluginsCommand {
    @Spec
    private CommandSpec spec;

    @Option(names = "--folder", paramLabel = "FOLDER", description = "Where plugins lie; ${DEFAULT-VALUE} if left out.")
    private Path folder = Path.of(PluginFolder.DEFAULT_FOLDER);

    @Option(
            names = "--allow-list",
            paramLabel = "FILE",
            description = "Which ones are allowed; ${DEFAULT-VALUE} if left out.")
    private Path allowList = Path.of(PluginFolder.DEFAULT_ALLOW_LIST);

    @SuppressWarnings("NullAway.Init") // picocli sets the specification
    public PluginsCommand() {
        // options have their defaults
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Show every plugin that lies in the folder.")
    int list(@Option(names = "--json", description = "One JSON object a line.") boolean json) {
        try {
            int status = 0;
            for (PluginFolder.Found found : new PluginFolder(folder, allowList).look()) {
                say(json ? PluginLine.json(found) : PluginLine.text(found));
                status = found.jar() == null ? 1 : status;
            }
            return status;
        } catch (PluginException e) {
            return refused(e);
        }
    }

    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = "Look through plugins, wherever they lie, before they are allowed.")
    int check(@Parameters(arity = "1..*", paramLabel = "JAR", description = "Plugins.") List<Path> jars)
            throws IOException {
        int status = 0;
        for (Path file : jars) {
            try {
                PluginJar jar = PluginJar.of(nameOf(file), bytes(file));
                say(PluginLine.text(new PluginFolder.Found(nameOf(file), jar, null, jar.notes())));
            } catch (PluginException e) {
                status = refused(e);
            }
        }
        return status;
    }

    @Command(
            name = "allow",
            mixinStandardHelpOptions = true,
            description = "Put a plugin of the folder on the allow-list, by its name and SHA-256 as it lies there.")
    int allow(@Parameters(paramLabel = "NAME", description = "The jar's file name in the folder.") String name)
            throws IOException {
        try {
            RootOwned owned = new RootOwned();
            PluginFolder plugins = new PluginFolder(folder, allowList, owned);
            PluginJar jar = plugins.read(owned.requireFolder(folder).resolve(nameOf(Path.of(name))));
            Set<String> notes = jar.notes();
            String before = Files.exists(allowList, LinkOption.NOFOLLOW_LINKS)
                    ? new String(owned.read(allowList, AllowList.MAX_BYTES), StandardCharsets.UTF_8)
                    : "# Plugins that may be loaded: SHA-256, two spaces, file name.\n";
            AllowList.of(allowList.toString(), before.getBytes(StandardCharsets.UTF_8));
            String others = before.lines()
                    .filter(line -> !line.strip().endsWith(" " + jar.file())
                            && !line.strip().endsWith("*" + jar.file()))
                    .collect(Collectors.joining("\n", "", "\n"));
            replace(others + jar.hash() + "  " + jar.file() + "\n");
            say(PluginLine.text(new PluginFolder.Found(jar.file(), jar, null, notes)));
            say("allowed; it runs from the next start of "
                    + jar.description().classes().keySet().stream()
                            .map(PluginLine::process)
                            .distinct()
                            .sorted()
                            .collect(Collectors.joining(" and ")));
            return 0;
        } catch (PluginException e) {
            return refused(e);
        }
    }

    /** Whole or not at all: a list that is cut off in the middle would allow nothing. */
    private void replace(String text) throws IOException {
        Path fresh = allowList.resolveSibling(allowList.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
        Files.writeString(fresh, text);
        Files.move(fresh, allowList, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static byte[] bytes(Path file) throws IOException, PluginException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(PluginJar.MAX_BYTES + 1);
            if (bytes.length > PluginJar.MAX_BYTES) {
                throw new PluginException(file + " is too large; allowed: " + PluginJar.MAX_BYTES + " bytes");
            }
            return bytes;
        }
    }

    private static String nameOf(Path file) {
        Path name = file.getFileName();
        return name == null ? file.toString() : name.toString();
    }

    private int refused(PluginException e) {
        spec.commandLine().getErr().println("selfheal plugins: " + Excerpt.of(String.valueOf(e.getMessage()), 500));
        return 1;
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line);
    }

    /** Which kinds there are, for messages. */
    static String kinds(Set<PluginKind> kinds) {
        return kinds.stream().map(PluginKind::key).sorted().collect(Collectors.joining(", "));
    }
}
