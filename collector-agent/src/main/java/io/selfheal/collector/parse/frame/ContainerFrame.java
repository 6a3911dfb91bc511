package io.selfheal.collector.parse.frame;

import static io.selfheal.collector.parse.scan.ByteScan.ascii;

import io.selfheal.collector.parse.LogLine;
import io.selfheal.collector.parse.scan.ByteScan;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What container engines and log shippers put around a line: Docker's json-file
 * ({@code {"log":"…\n","stream":"stdout","time":"…"}}), the CRI form of containerd and CRI-O
 * ({@code 2026-11-21T22:18:45.123456789Z stdout F …}), and shippers' {@code {"message":"…","log":{"file":{"path":…}}}}.
 * Engines write long lines in parts; they are joined again, bounded by {@value LogLine#MAX_BYTES} bytes for each
 * stream. Not thread-safe.
 */
public final class ContainerFrame {
    private static final byte[] STDOUT = ascii("stdout ");
    private static final byte[] STDERR = ascii("stderr ");
    private static final int WHERE_A_STAMP_MAY_END = 36;
    /** Docker writes parts of 16 KiB; a shorter one without a line end is a program's last words. */
    private static final int SHORTEST_PART = 16 * 1024;

    private final Parts out = new Parts();
    private final Parts err = new Parts();

    /** What stood in the line. */
    public enum Content {
        /** It is no container's line. */
        OTHER,
        /** A part, the rest follows. */
        PART,
        /** The frame has the inner line. */
        LINE
    }

    /** Reads the CRI form. */
    public Content readCri(Frame frame) {
        byte[] b = frame.bytes();
        int from = frame.from();
        int to = frame.lineEnd();
        if (!ByteScan.isDigit(b[from])) {
            return Content.OTHER;
        }
        int blank = ByteScan.indexOf(b, from, Math.min(to, from + WHERE_A_STAMP_MAY_END), ' ');
        boolean standardOut = blank > 0 && ByteScan.startsWith(b, blank + 1, to, STDOUT);
        boolean standard = standardOut || (blank > 0 && ByteScan.startsWith(b, blank + 1, to, STDERR));
        if (!standard || frame.stamps().rfc3339(b, from, to) != blank) {
            return Content.OTHER;
        }
        long millis = frame.stamps().millis();
        int tag = blank + 1 + STDOUT.length;
        boolean tagged = tag < to && (tag + 1 == to || b[tag + 1] == ' ' || b[tag + 1] == ':');
        if (!tagged || (b[tag] != 'F' && b[tag] != 'P')) {
            return Content.OTHER;
        }
        int text = ByteScan.indexOf(b, tag, to, ' ');
        int start = text < 0 ? to : text + 1;
        return line(frame, standardOut ? out : err, b, start, to, b[tag] == 'P', millis);
    }

    /** Reads the forms that are JSON. */
    public Content readJson(Frame frame, JsonFields fields) {
        String stream = fields.get("stream");
        boolean engine = stream != null && (stream.equals("stdout") || stream.equals("stderr"));
        String text = text(fields, engine);
        if (text == null || ambiguous(fields)) {
            return Content.OTHER;
        }
        byte[] host = fields.has("host.name") ? bytes(fields.get("host.name")) : new byte[0];
        frame.setHost(host, 0, host.length);
        byte[] b = bytes(text);
        boolean ended = b.length > 0 && b[b.length - 1] == '\n';
        boolean part = engine && fields.has("log") && !ended && b.length >= SHORTEST_PART;
        return line(frame, "stderr".equals(stream) ? err : out, b, 0, b.length, part, time(frame, fields));
    }

    private static @Nullable String text(JsonFields fields, boolean engine) {
        String log = fields.get("log");
        if (log != null && (engine || fields.has("container_id") || fields.has("container_name"))) {
            return log;
        }
        return engine || fields.has("log.file.path") ? fields.get("message") : null;
    }

    private static boolean ambiguous(JsonFields fields) {
        return fields.ambiguous("log") || fields.ambiguous("message") || fields.ambiguous("stream");
    }

    private static long time(Frame frame, JsonFields fields) {
        String stamp = fields.has("time") ? fields.get("time") : fields.get("@timestamp");
        byte[] b = bytes(stamp);
        return stamp != null && frame.stamps().rfc3339(b, 0, b.length) == b.length
                ? frame.stamps().millis()
                : frame.readAt();
    }

    private static Content line(Frame frame, Parts parts, byte[] b, int from, int to, boolean part, long millis) {
        if (part) {
            parts.add(b, from, to);
            return Content.PART;
        }
        if (parts.isEmpty()) {
            frame.enter(b, from, to, millis);
            return Content.LINE;
        }
        parts.add(b, from, to);
        if (parts.overflowed) {
            frame.setCut();
        }
        byte[] whole = parts.take();
        frame.enter(whole, 0, whole.length, millis);
        return Content.LINE;
    }

    private static byte[] bytes(@Nullable String text) {
        return text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
    }

    /** The parts so far of one stream's line; grows only when there are any. */
    private static final class Parts {
        private byte[] bytes = new byte[0];
        private int length;
        private boolean overflowed;

        boolean isEmpty() {
            return length == 0;
        }

        void add(byte[] b, int from, int to) {
            int room = Math.min(to - from, LogLine.MAX_BYTES - length);
            overflowed |= room < to - from;
            if (length + room > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.min(LogLine.MAX_BYTES, (length + room) * 2));
            }
            System.arraycopy(b, from, bytes, length, room);
            length += room;
        }

        byte[] take() {
            byte[] whole = Arrays.copyOf(bytes, length);
            bytes = new byte[0];
            length = 0;
            overflowed = false;
            return whole;
        }
    }
}
