package io.selfheal.node.pack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.management.ObjectName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlimKafkaTest {
    private static final String TYPES = "org/apache/kafka/common/message/ApiMessageType.class";
    private static final String VERSION = "org/apache/kafka/common/utils/AppInfoParser.class";
    private static final String LZ4 = "org/apache/kafka/common/compress/Lz4BlockOutputStream.class";

    /** Bytes of a block, Kafka's only size. */
    private static final int BLOCK = 64 * 1024;

    /** Of compression: Kafka's own. */
    private static final int LEVEL = 9;

    @TempDir
    Path folder;

    @BeforeEach
    void unpack() throws IOException {
        for (String name : List.of(TYPES, VERSION, LZ4)) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            try (InputStream original = SlimKafkaTest.class.getResourceAsStream("/" + name)) {
                Files.copy(original, file);
            }
        }
    }

    @Test
    void allKindsOfRequestsAreKnownAndTheMessagesThatNobodySendsAreNotLoaded() throws Exception {
        List<String> known;
        try (Watched unchanged = new Watched(folder)) {
            known = requests(unchanged);
            assertThat(unchanged.messages()).hasSizeGreaterThan(300);
        }

        SlimKafka.main(new String[] {folder.toString()});

        try (Watched slim = new Watched(folder)) {
            assertThat(requests(slim)).isEqualTo(known).anyMatch(request -> request.startsWith("PRODUCE "));
            assertThat(slim.messages()).isEmpty();
        }
    }

    @Test
    void aVersionIsToldToNobody() throws Exception {
        try (Watched unchanged = new Watched(folder)) {
            assertThat(toldToJmx(unchanged, "original")).isTrue();
        }

        SlimKafka.main(new String[] {folder.toString()});

        try (Watched slim = new Watched(folder)) {
            assertThat(toldToJmx(slim, "slim")).isFalse();
        }
    }

    @Test
    void aBatchIsCompressedInTheBuffersOfTheOneBeforeIt() throws Exception {
        SlimKafka.main(new String[] {folder.toString()});
        byte[] text = "203.0.113.9 GET /index.php?id=1%27 ".repeat(5_000).getBytes(UTF_8);
        byte[] other = "Failed password for root from 198.51.100.7 ".repeat(300).getBytes(UTF_8);
        byte[] otherAlone;
        try (Watched fresh = new Watched(folder)) {
            otherAlone = compressed(fresh, other, 1);
        }

        try (Watched slim = new Watched(folder)) {
            Class<?> buffers = slim.loadClass(BlockBuffers.class.getName());
            byte[] first = compressed(slim, text, 1);
            byte[] taken = (byte[]) buffers.getMethod("take", int.class).invoke(null, BLOCK);
            buffers.getMethod("give", byte[].class).invoke(null, (Object) taken);

            assertThat(compressed(slim, other, 2)).isEqualTo(otherAlone);
            assertThat(compressed(slim, text, 1)).isEqualTo(first);
            assertThat(read(slim, first)).isEqualTo(text);
            assertThat((byte[]) buffers.getMethod("take", int.class).invoke(null, BLOCK))
                    .isSameAs(taken);
            assertThat((byte[]) buffers.getMethod("take", int.class).invoke(null, BLOCK))
                    .isNotSameAs(taken);
        }
    }

    @Test
    void aKafkaThatIsAnotherOneEndsTheBuild() throws IOException {
        SlimKafka.main(new String[] {folder.toString()});

        assertThatThrownBy(() -> SlimKafka.main(new String[] {folder.toString()}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(TYPES)
                .hasMessageContaining("0 places to change instead of 178");
    }

    /** Whether JMX knows the client's version once it is registered; registered no more afterwards. */
    private static boolean toldToJmx(Watched kafka, String client) throws Exception {
        Class<?> parser = kafka.run("org.apache.kafka.common.utils.AppInfoParser");
        Class<?> metrics = kafka.loadClass("org.apache.kafka.common.metrics.Metrics");
        parser.getMethod("registerAppInfo", String.class, String.class, metrics, long.class)
                .invoke(null, "kafka.producer", client, null, 0L);
        boolean told = ManagementFactory.getPlatformMBeanServer()
                .isRegistered(new ObjectName("kafka.producer:type=app-info,id=" + client));
        parser.getMethod("unregisterAppInfo", String.class, String.class, metrics)
                .invoke(null, "kafka.producer", client, null);
        return told;
    }

    /** As a producer does for a batch; closed so many times, as a batch that is given up may be. */
    private static byte[] compressed(Watched kafka, byte[] text, int closes) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OutputStream stream = (OutputStream) kafka.run("org.apache.kafka.common.compress.Lz4BlockOutputStream")
                .getConstructor(OutputStream.class, int.class, boolean.class)
                .newInstance(out, LEVEL, false);
        stream.write(text);
        for (int i = 0; i < closes; i++) {
            stream.close();
        }
        return out.toByteArray();
    }

    /** By the consumers' side of the same Kafka, which is not changed. */
    private static byte[] read(Watched kafka, byte[] frame) throws Exception {
        Class<?> suppliers = kafka.loadClass("org.apache.kafka.common.utils.BufferSupplier");
        try (InputStream in = (InputStream) kafka.run("org.apache.kafka.common.compress.Lz4BlockInputStream")
                .getConstructor(ByteBuffer.class, suppliers, boolean.class)
                .newInstance(
                        ByteBuffer.wrap(frame), suppliers.getMethod("create").invoke(null), false)) {
            return in.readAllBytes();
        }
    }

    /** Each kind of request with its newest version. */
    private static List<String> requests(Watched kafka) throws ReflectiveOperationException {
        Class<?> keys = kafka.run("org.apache.kafka.common.protocol.ApiKeys");
        List<String> requests = new ArrayList<>();
        for (Object key : keys.getEnumConstants()) {
            requests.add(key + " " + keys.getMethod("latestVersion").invoke(key));
        }
        return requests;
    }

    /** Kafka as it stands in the folder and, for the rest, in the jar; remembers what was loaded. */
    private static final class Watched extends URLClassLoader {
        private final Set<String> loaded = ConcurrentHashMap.newKeySet();

        Watched(Path folder) {
            super(urls(folder), ClassLoader.getPlatformClassLoader());
        }

        Class<?> run(String name) throws ClassNotFoundException {
            return Class.forName(name, true, this);
        }

        /** The names of loaded messages with their parts, without the list of them itself. */
        List<String> messages() {
            return loaded.stream()
                    .filter(name -> name.startsWith("org.apache.kafka.common.message.") && name.contains("Data"))
                    .sorted()
                    .toList();
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            loaded.add(name);
            return super.findClass(name);
        }

        private static URL[] urls(Path folder) {
            return Stream.concat(
                            Stream.of(folder),
                            Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                                    .map(Path::of))
                    .map(Watched::url)
                    .toArray(URL[]::new);
        }

        private static URL url(Path path) {
            try {
                return path.toUri().toURL();
            } catch (MalformedURLException e) {
                throw new IllegalArgumentException(e);
            }
        }
    }
}
