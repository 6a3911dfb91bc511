package io.selfheal.collector;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.collector.checkpoint.InFlightWindow;
import io.selfheal.collector.parse.SourceContext;
import io.selfheal.collector.parse.SourceType;
import io.selfheal.collector.plugin.PluginParsers;
import io.selfheal.collector.publish.EventSender;
import io.selfheal.collector.tail.LogKey;
import io.selfheal.collector.tail.Progress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceLinesTest {
    private static final byte[] FAILED = """
            {"__REALTIME_TIMESTAMP":"1764201600000000","_HOSTNAME":"node1","SYSLOG_IDENTIFIER":"sshd","_UID":"0",\
            "MESSAGE":"Failed password for root from 192.0.2.7 port 4242 ssh2"}""".getBytes(StandardCharsets.UTF_8);

    private final InFlightWindow window = new InFlightWindow(10, 1_000_000);
    private final MemoryPublisher kafka = new MemoryPublisher();
    private final Progress nobody = new Progress() {
        @Override
        public void sent() {
            // Nobody asks this test's progress.
        }

        @Override
        public void acknowledged(long end, Object place) {
            // Nobody asks this test's progress.
        }
    };

    @BeforeEach
    void take() {
        window.lock().lock();
    }

    @AfterEach
    void giveBack() {
        window.lock().unlock();
    }

    private SourceLines lines(Path directory, String path, SourceType type) {
        return new SourceLines(
                OwnParsers.of(directory),
                PluginParsers.NONE,
                new SourceContext("node1", path, type, ZoneOffset.UTC, false),
                SourceLines.Limits.NONE,
                new EventSender(window, kafka),
                InstantSource.system());
    }

    /** There is no line known that a parser fails on; an identity that is missing makes it fail all the same. */
    @Test
    @NullUnmarked
    void aLineThatAParserFailsOnIsLeftOutAndCountedAndTheNextOneIsRead(@TempDir Path directory) {
        assertThat(kafka.connect(Duration.ZERO)).isTrue();
        SourceLines lines = lines(directory, "journal", SourceType.JOURNAL);

        assertThat(lines.line(FAILED, 0, FAILED.length, null, nobody, "c1")).isTrue();
        assertThat(lines.line(FAILED, 0, FAILED.length, LogKey.ofName("node1", "c2"), nobody, "c2"))
                .isTrue();

        assertThat(kafka.events).hasSize(1);
        assertThat(lines.meter().unparsedLines()).isEqualTo(1);
        assertThat(lines.meter().samples())
                .singleElement()
                .satisfies(sample -> assertThat(sample.reason()).contains("a fault of the parser"));
    }

    @Test
    void linesThatAreNotUtf8AreCountedApartAndReadAllTheSame(@TempDir Path directory) {
        assertThat(kafka.connect(Duration.ZERO)).isTrue();
        SourceLines lines = lines(directory, "/var/log/auth.log", SourceType.AUTO);
        String text =
                "Nov 26 08:00:00 node1 sshd[9]: Failed password for invalid user j\u00fcrg from 192.0.2.7 port 42 ssh2";

        assertThat(lines.line(text.getBytes(StandardCharsets.UTF_8), 0, nobody)).isTrue();
        assertThat(lines.line(text.getBytes(StandardCharsets.ISO_8859_1), 100, nobody))
                .isTrue();

        assertThat(kafka.events).hasSize(2);
        assertThat(lines.meter().undecodableLines()).isEqualTo(1);
        assertThat(lines.meter().unparsedLines()).isZero();
        lines.meter().takeBack();
        assertThat(lines.meter().undecodableLines()).isZero();
    }
}
