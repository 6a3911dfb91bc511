package io.selfheal.collector.parse.frame;

import io.selfheal.collector.parse.scan.ByteScan;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Lines of {@code journalctl -o json}. Fields that begin with an underscore are journald's own and trusted; the
 * identifier is whatever the process says, so one that does not run as root is called by its command's name instead:
 * else any local user could write sshd's lines with {@code logger -t sshd}.
 *
 * @see <a href="https://www.freedesktop.org/software/systemd/man/systemd.journal-fields.html">systemd.journal-fields</a>
 */
public final class JournalFrame {
    private JournalFrame() {}

    /** Whether these fields are a journal entry's. */
    public static boolean isJournal(JsonFields fields) {
        return fields.has("__REALTIME_TIMESTAMP");
    }

    /** Reads the entry into the frame; false if it lacks a message or a time. */
    public static boolean read(Frame frame, JsonFields fields) {
        byte[] message = message(fields);
        long micros = number(fields.get("__REALTIME_TIMESTAMP"));
        if (message == null || micros < 0) {
            return false;
        }
        byte[] host = bytes(fields.get("_HOSTNAME"));
        frame.setHost(host, 0, host.length);
        frame.enter(message, 0, message.length, micros / 1000);
        String container = fields.get("CONTAINER_ID_FULL");
        frame.setContainer(container == null ? fields.get("CONTAINER_ID") : container);
        byte[] program = bytes(program(fields));
        frame.setProgram(program, 0, program.length);
        String pid = fields.get("_PID");
        frame.setPid((int) Math.min(number(pid == null ? fields.get("SYSLOG_PID") : pid), Integer.MAX_VALUE));
        SyslogFrame.unwrapRepeated(frame);
        return true;
    }

    /** The program's name; null for a container's line: its identifier is the container's name or number. */
    private static @Nullable String program(JsonFields fields) {
        if (fields.has("CONTAINER_ID") || fields.has("CONTAINER_ID_FULL")) {
            return null;
        }
        String identifier = fields.get("SYSLOG_IDENTIFIER");
        String command = fields.get("_COMM");
        String user = fields.get("_UID");
        boolean trusted = user == null || user.equals("0");
        return identifier == null || !trusted ? command : identifier;
    }

    private static byte @Nullable [] message(JsonFields fields) {
        byte[] raw = fields.messageBytes();
        String text = fields.get("MESSAGE");
        return raw != null ? raw : text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(@Nullable String text) {
        return text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
    }

    /** Digits as a number; -1 for none, for others, and for more than 18 of them. */
    private static long number(@Nullable String text) {
        if (text == null || text.isEmpty() || text.length() > 18) {
            return -1;
        }
        byte[] digits = bytes(text);
        for (byte digit : digits) {
            if (!ByteScan.isDigit(digit)) {
                return -1;
            }
        }
        return Long.parseLong(text);
    }
}
