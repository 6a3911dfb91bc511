package io.selfheal.collector.parse.rule;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * The rule files that ship with the collector, in the order in which they are tried. Read once: in the form that the
 * build made of them, or from the YAML itself where the YAML is another than the build saw (an editor's class folder).
 */
public final class ShippedRules {
    private static final String FOLDER = "/parsers/";
    /** The files' names where several read the same lines: the first is tried first. */
    private static final String ORDER = "order.txt";

    private static final String COMPILED = "compiled-rules";

    private ShippedRules() {}

    private static final class Read {
        private static final List<RuleFile> FILES = read();
    }

    static List<RuleFile> files() {
        return Read.FILES;
    }

    private static List<RuleFile> read() {
        URL compiled = ShippedRules.class.getResource(FOLDER + COMPILED);
        if (compiled == null) {
            return fromYaml();
        }
        Unpacker in = new Unpacker(bytes(COMPILED));
        // In a jar the two were packed together; in a folder of classes someone may have changed the one since.
        return compiled.getProtocol().equals("file") && in.sum() != checksum()
                ? fromYaml()
                : CompiledRules.read(in, CompiledRules.samplesOf(ShippedRules::fromYaml));
    }

    /** As the YAML says. */
    static List<RuleFile> fromYaml() {
        return names().map(
                        name -> RuleFileReader.read("parsers/" + name, new String(bytes(name), StandardCharsets.UTF_8)))
                .toList();
    }

    static long checksum() {
        CRC32C sum = new CRC32C();
        names().forEach(name -> sum.update(bytes(name)));
        return sum.getValue();
    }

    /**
     * Part of the build: compiles the rules that lie on the class path.
     *
     * @param arguments the folder of classes that the compiled rules go to
     */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0] + FOLDER + COMPILED);
        Packer packer = new Packer();
        CompiledRules.write(fromYaml(), packer);
        Files.write(file, packer.take(checksum()));
    }

    private static Stream<String> names() {
        return new String(bytes(ORDER), StandardCharsets.UTF_8).lines();
    }

    private static byte[] bytes(String name) {
        try (InputStream in = ShippedRules.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + FOLDER + name + " is missing from the jar");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
