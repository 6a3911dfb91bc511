package io.selfheal.collector.plugin;

import io.selfheal.collector.parse.LogLine;
import io.selfheal.collector.tail.SourceReader;
import io.selfheal.collector.tail.SourceState;
import io.selfheal.plugin.SourceLine;
import io.selfheal.plugin.SourcePlugin;
import io.selfheal.plugin.host.LoadedPlugin;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/** Reads a plugin's lines; a place is the position of a line. */
public final class PluginReader extends SourceReader<Long> {
    private static final int MOST = 500;
    private static final Duration IDLE = Duration.ofMillis(200);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

    /** Takes the lines; under the lock. */
    public interface Lines {
        /** @return false if the line was not taken and must come again */
        boolean line(byte[] bytes, long position, PluginReader reader);
    }

    private final LoadedPlugin<SourcePlugin> plugin;
    private final Lines lines;
    private volatile SourceState state = SourceState.WAITING;

    /** @param position the last line that is done with; null at the very first start */
    public PluginReader(LoadedPlugin<SourcePlugin> plugin, @Nullable String position, Lock lock, Lines lines) {
        super("collector-plugin-" + plugin.id(), position == null ? -1L : Long.parseLong(position), lock);
        this.plugin = plugin;
        this.lines = lines;
    }

    /** The source's name in vitals and checkpoint. */
    public String name() {
        return "plugin:" + plugin.id();
    }

    public SourceState state() {
        return state;
    }

    /** What is wrong; empty if nothing is. */
    public String hint() {
        return state == SourceState.MISSING ? plugin.status().sentence() : "";
    }

    /** The position that is done with, for the checkpoint. Under the lock. */
    public String position() {
        return Long.toString(done());
    }

    @Override
    protected Long placeOf(Object sent) {
        return Long.parseLong(sent.toString());
    }

    @Override
    protected Duration round() throws InterruptedException {
        Turn<Long> turn = turn();
        long after = turn.from();
        List<SourceLine> read = plugin.ask(source -> List.copyOf(source.read(after, MOST)));
        if (read == null) {
            state = SourceState.MISSING;
            return AFTER_FAILURE;
        }
        state = SourceState.READING;
        long last = after;
        for (SourceLine line : read.size() > MOST ? read.subList(0, MOST) : read) {
            if (line.position() > last) {
                last = line.position();
                byte[] bytes = line.text().getBytes(StandardCharsets.UTF_8);
                byte[] cut = bytes.length > LogLine.MAX_BYTES ? Arrays.copyOf(bytes, LogLine.MAX_BYTES) : bytes;
                if (!give(turn, last, () -> lines.line(cut, line.position(), this))) {
                    return Duration.ZERO;
                }
            }
        }
        return last == after ? IDLE : Duration.ZERO;
    }
}
