package io.selfheal.collector.parse.frame;

import io.selfheal.collector.parse.scan.ByteScan;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lines of {@code journalctl -o json}. Fields that begin with an underscore are journald's own and trusted; the
 * identifier is whatever the process says, so one that does not run as root is called by its command's name instead:
 * else any local user could write sshd's lines with {@code logger -t sshd}. What runs in a user's session may have any
 * name as well, a copy of logger that is called sshd, so there only the file of an installed program counts.
 *
 * @see <a href="https://www.freedesktop.org/software/systemd/man/systemd.journal-fields.html">systemd.journal-fields</a>
 */
public final class JournalFrame {
    /** The fields that are read, besides the time. */
    public static final List<String> FIELDS = List.of(
            "MESSAGE",
            "SYSLOG_IDENTIFIER",
            "SYSLOG_PID",
            "CONTAINER_ID",
            "CONTAINER_ID_FULL",
            "_COMM",
            "_EXE",
            "_SYSTEMD_SLICE",
            "_PID",
            "_UID",
            "_HOSTNAME");

    /** A name that no rule knows. */
    private static final String NOBODY = "?";

    private static final List<String> INSTALLED =
            List.of("/usr/bin/", "/usr/sbin/", "/usr/lib/", "/usr/libexec/", "/bin/", "/sbin/");

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
        frame.setContainer(container(fields));
        byte[] program = bytes(program(fields));
        frame.setProgram(program, 0, program.length);
        String pid = fields.get("_PID");
        frame.setPid((int) Math.min(number(pid == null ? fields.get("SYSLOG_PID") : pid), Integer.MAX_VALUE));
        SyslogFrame.unwrapRepeated(frame);
        return true;
    }

    /**
     * Whether the entry is from a user's session, or from a process of which journald knew nothing any more: only what
     * a program that the rules know writes counts there.
     */
    public static boolean isOfAUser(JsonFields fields) {
        String slice = fields.get("_SYSTEMD_SLICE");
        return !isOfRoot(fields) && (!fields.has("_COMM") || (slice != null && slice.startsWith("user-")));
    }

    /** The program's name; null for a container's line: its identifier is the container's name or number. */
    private static @Nullable String program(JsonFields fields) {
        if (container(fields) != null) {
            return null;
        }
        String identifier = fields.get("SYSLOG_IDENTIFIER");
        if (identifier != null && isOfRoot(fields)) {
            return identifier;
        }
        return isOfAUser(fields) ? installed(fields.get("_EXE")) : fields.get("_COMM");
    }

    /** The name of a program's file where no user can put one. */
    private static String installed(@Nullable String file) {
        boolean ofTheSystem = file != null && INSTALLED.stream().anyMatch(file::startsWith);
        return ofTheSystem ? file.substring(file.lastIndexOf('/') + 1) : NOBODY;
    }

    /** The container whose line it is, as its engine says, which is root; null if it is none's. */
    private static @Nullable String container(JsonFields fields) {
        if (!isOfRoot(fields)) {
            return null;
        }
        String whole = fields.get("CONTAINER_ID_FULL");
        return whole == null ? fields.get("CONTAINER_ID") : whole;
    }

    private static boolean isOfRoot(JsonFields fields) {
        String user = fields.get("_UID");
        return user == null || user.equals("0");
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
