package io.selfheal.agent.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads a configuration file into a record: text to nodes ({@link YamlNodes}), nodes to values ({@link RecordBinder}).
 *
 * <p>Keys are the component names in kebab-case ({@code maxRestarts} is {@code max-restarts}). A component's default,
 * its meaning and what is allowed stand in its {@link io.selfheal.schemas.config.Setting}; without a default a list or
 * map is empty, a nested record takes its own defaults, an {@code Optional} or {@code @Nullable} component is absent,
 * and anything else is required.
 */
public final class YamlConfig {

    /** Largest file that is read. */
    static final int MAX_BYTES = 1 << 20;

    private YamlConfig() {}

    /**
     * Reads a file.
     *
     * @throws ConfigException if the file cannot be read, is larger than 1 MiB, or says something that is not allowed
     */
    public static <T extends Record> T read(Path file, Class<T> type) {
        Path name = file.getFileName();
        return parse(name == null ? file.toString() : name.toString(), text(file), type);
    }

    /**
     * Binds YAML text.
     *
     * @param name how problems call the text, usually the file's name
     * @throws ConfigException listing every problem
     */
    public static <T extends Record> T parse(String name, String yaml, Class<T> type) {
        Problems problems = new Problems(name);
        Optional<Node> root = YamlNodes.compose(yaml, problems);
        problems.throwIfAny();
        Shape.Nested shape = Shape.ofRecord(type);
        T value = type.cast(new RecordBinder(problems).bindRoot(root, shape));
        problems.throwIfAny();
        if (value == null) {
            throw new IllegalStateException("no value and no problem for " + type.getName());
        }
        return value;
    }

    /**
     * What an empty file means.
     *
     * @throws ConfigException if the record has required settings
     */
    public static <T extends Record> T defaults(Class<T> type) {
        return parse("defaults", "", type);
    }

    private static String text(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw unreadable(file, "is larger than 1 MiB; allowed: at most 1 MiB");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (NoSuchFileException e) {
            throw unreadable(file, "does not exist");
        } catch (CharacterCodingException e) {
            throw unreadable(file, "is not valid UTF-8; allowed: UTF-8 text");
        } catch (IOException e) {
            throw unreadable(file, "cannot be read (" + e.getClass().getSimpleName() + "); allowed: a readable file");
        }
    }

    private static ConfigException unreadable(Path file, String message) {
        return new ConfigException(List.of(new Problem(file.toString(), 0, "", message)));
    }
}
