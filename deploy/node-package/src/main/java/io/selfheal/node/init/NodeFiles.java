package io.selfheal.node.init;

import io.selfheal.agent.config.YamlConfig;
import io.selfheal.collector.CollectorConfig;
import io.selfheal.responder.config.ResponderConfig;
import io.selfheal.responder.guard.AllowFile;
import io.selfheal.responder.guard.Protected;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.outcome.Mode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of a node's configuration, with answers put in where they belong: all other lines, comments too, stay as
 * they are. What comes of it is read as the agents read it before anything is written.
 */
public final class NodeFiles {
    private static final String COLLECTOR = "collector.yaml";
    private static final String RESPONDER = "responder.yaml";
    /** Beside the files, for the responder sees no home folders. */
    private static final String KEY = "analyzer.pub";

    /** The agents read what is made here, whatever root's umask is; a public key and a list of networks are no secrets. */
    private static final Set<PosixFilePermission> READABLE = PosixFilePermissions.fromString("rw-r--r--");

    private final Path folder;
    private final String collector;
    private final String responder;
    private final String allow;
    private final List<Cidr> allowed;
    private final ResponderConfig now;

    /**
     * @param folder where both agents' files are
     * @throws IOException if one of them cannot be read
     * @throws io.selfheal.agent.config.ConfigException if one of them is refused as it is
     */
    public NodeFiles(Path folder) throws IOException {
        this.folder = folder;
        collector = Files.readString(folder.resolve(COLLECTOR), StandardCharsets.UTF_8);
        responder = Files.readString(folder.resolve(RESPONDER), StandardCharsets.UTF_8);
        YamlConfig.parse(COLLECTOR, collector, CollectorConfig.class);
        now = YamlConfig.parse(RESPONDER, responder, ResponderConfig.class);
        Path list = now.guard().allowFile();
        allow = Files.exists(list) ? Files.readString(list, StandardCharsets.UTF_8) : "";
        allowed = new AllowFile(list).read().stream().map(Protected::network).toList();
    }

    String bootstrap() {
        return now.kafka().bootstrap();
    }

    Mode block() {
        return now.modes().block();
    }

    boolean hasTrust() {
        return Pattern.compile("(?m)^trust:").matcher(responder).find();
    }

    /** Whether somebody stands in the list of those who are never blocked. */
    boolean allowsSomebody() {
        return !allowed.isEmpty();
    }

    /**
     * What would be written, by file; only what changes.
     *
     * @throws IOException if a file has a form in which this cannot be set, or the key cannot be read
     * @throws io.selfheal.agent.config.ConfigException if the agents would refuse what comes of it
     */
    Map<Path, String> changed(Answers answers) throws IOException {
        String brokers = answers.bootstrap();
        String reading = with(COLLECTOR, collector, "kafka", "bootstrap", scalar(brokers));
        String acting = with(RESPONDER, responder, "kafka", "bootstrap", scalar(brokers));
        acting =
                with(RESPONDER, acting, "modes", "block", answers.block().name().toLowerCase(Locale.ROOT));
        Path key = folder.resolve(KEY);
        if (answers.key().isPresent()) {
            acting = ended(acting) + "\ntrust:\n  keys:\n    analyzer:\n      file: " + scalar(key.toString())
                    + "\n      may: [decide]\n";
        }
        CollectorConfig reads = YamlConfig.parse(COLLECTOR, reading, CollectorConfig.class);
        ResponderConfig acts = YamlConfig.parse(RESPONDER, acting, ResponderConfig.class);
        if (!reads.kafka().bootstrap().equals(brokers)
                || !acts.kafka().bootstrap().equals(brokers)
                || acts.modes().block() != answers.block()) {
            throw new IOException("kafka.bootstrap or modes.block is set elsewhere in " + COLLECTOR + " or " + RESPONDER
                    + ", too; set it by hand");
        }
        Map<Path, String> changed = new LinkedHashMap<>();
        if (answers.key().isPresent()) {
            String known = Files.exists(key) ? Files.readString(key, StandardCharsets.US_ASCII) : "";
            put(key, known, Files.readString(answers.key().get(), StandardCharsets.US_ASCII), changed);
        }
        put(folder.resolve(COLLECTOR), collector, reading, changed);
        put(folder.resolve(RESPONDER), responder, acting, changed);
        put(now.guard().allowFile(), allow, allowing(answers.allowed()), changed);
        return changed;
    }

    private String allowing(List<Cidr> networks) {
        StringBuilder text = new StringBuilder(ended(allow));
        networks.stream()
                .filter(network -> !allowed.contains(network))
                .distinct()
                .forEach(network -> text.append(network).append('\n'));
        return networks.isEmpty() ? allow : text.toString();
    }

    private static void put(Path file, String former, String text, Map<Path, String> changed) {
        if (!text.equals(former)) {
            changed.put(file, text);
        }
    }

    /** Each at once or not at all, with the owner and the rights of the former one, which stays beside it. */
    static void write(Map<Path, String> texts) throws IOException {
        for (Map.Entry<Path, String> each : texts.entrySet()) {
            Path file = each.getKey();
            if (!Files.exists(file)) {
                Files.writeString(file, each.getValue());
                Files.setPosixFilePermissions(file, READABLE);
                continue;
            }
            Path fresh = file.resolveSibling(file.getFileName() + ".init");
            Files.copy(file, before(file), StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
            Files.copy(file, fresh, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
            Files.writeString(fresh, each.getValue());
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    static Path before(Path file) {
        return file.resolveSibling(file.getFileName() + ".before-init");
    }

    /** The text with this setting; its section may be missing, but must not be written on one line. */
    private static String with(String name, String text, String section, String setting, String value)
            throws IOException {
        Matcher line = setting(section, setting).matcher(text);
        if (line.find()) {
            return text.substring(0, line.start(2)) + " " + value + text.substring(line.end(2));
        }
        Matcher head = Pattern.compile("(?m)^" + section + ":(.*)$").matcher(text);
        if (!head.find()) {
            return ended(text) + "\n" + section + ":\n  " + setting + ": " + value + "\n";
        }
        if (!head.group(1).split("#", 2)[0].isBlank()) {
            throw new IOException(name + " has its " + section + " on one line; set " + section + "." + setting + " to "
                    + value + " by hand");
        }
        return text.substring(0, head.end()) + "\n  " + setting + ": " + value + text.substring(head.end());
    }

    /** Of the section's lines, which are indented, empty or comments; group 2 is the value without a comment after it. */
    private static Pattern setting(String section, String setting) {
        return Pattern.compile("(?m)(^" + section + ":[ \t]*(?:#[^\n]*)?\n(?:(?:[ \t#][^\n]*)?\n)*?  " + setting
                + ":)([^\n]*?)(?=[ \t]+#|$)");
    }

    private static String ended(String text) {
        return text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
    }

    /** As YAML, in quotes where it could be read as something else. */
    private static String scalar(String text) {
        return text.matches("[A-Za-z0-9/._:,-]+")
                ? text
                : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
