package io.selfheal.collector.parse.frame;

import io.selfheal.collector.parse.scan.ByteScan;
import java.util.Arrays;

/**
 * Syslog headers: RFC 3164 ({@code Nov 21 22:18:45 host prog[pid]: }), rsyslog's RFC 3339 form of it, and RFC 5424;
 * {@code <PRI>} in front or not; BusyBox, FreeBSD and OpenWrt write facility and level as a word. Some devices print
 * their name twice, or no program. What {@code journalctl} prints has the same headers, and two of its own.
 */
public final class SyslogFrame {
    private static final int LONGEST_PROGRAM = 64;
    /** Bytes of {@code 1795255200.123456}. */
    private static final int UNIX_STAMP = 17;
    /** Bytes of a zone's name and the blanks around it. */
    private static final int LONGEST_ZONE = 8;
    /** Bytes of {@code Sat Nov 21 22:18:45 2026}. */
    private static final int OPENWRT_STAMP = 24;

    private static final byte[] REPEATED = ByteScan.ascii("message repeated ");
    private static final byte[] TIMES = ByteScan.ascii(" times: [");
    /** A repetition says no more than so many: its number is as good as the daemon that wrote it. */
    private static final int MOST_REPEATED = 10_000;

    private SyslogFrame() {}

    /** Reads the header of the frame's line into the frame; false, and nothing changed, if there is none. */
    public static boolean read(Frame frame) {
        byte[] b = frame.bytes();
        int to = frame.to();
        int i = afterPriority(b, frame.from(), to);
        if (to - i < 16) {
            return false;
        }
        boolean rfc5424 = b[i] == '1' && b[i + 1] == ' ';
        if (rfc5424) {
            i += 2;
        }
        int afterWeekday = ByteScan.isDigit(b[i]) ? i : SyslogPrefix.afterWeekday(b, i, to);
        if (afterWeekday > i) {
            return ByteScan.isDigit(b[afterWeekday]) ? full(frame, b, afterWeekday, to) : openWrt(frame, b, i, to);
        }
        if (b[i + UNIX_STAMP - 7] == '.') {
            return unix(frame, b, i, to);
        }
        int end = ByteScan.isDigit(b[i])
                ? frame.stamps().rfc3339(b, i, to)
                : frame.stamps().rfc3164(b, i, to);
        if (end < 0 || end >= to || b[end] != ' ') {
            return false;
        }
        frame.setTime(frame.stamps().millis());
        boolean framed = rfc5424 ? structured(frame, b, end + 1, to) : classic(frame, b, end + 1, to);
        if (framed) {
            unwrapRepeated(frame);
        }
        return framed;
    }

    /** {@code Sat 2026-11-21 22:18:45 CET host prog[pid]: }; a zone that is not UTC is that of the log. */
    private static boolean full(Frame frame, byte[] b, int from, int to) {
        int blank = to - from < 20 ? -1 : ByteScan.indexOf(b, from + 11, to, ' ');
        int zoneTo = blank < 0 ? -1 : ByteScan.indexOf(b, blank + 1, Math.min(to, blank + LONGEST_ZONE), ' ');
        int end = zoneTo < 0 ? -1 : frame.stamps().rfc3339(b, from, zoneTo);
        if (end < 0 || (end != zoneTo && end != blank)) {
            return false;
        }
        frame.setTime(frame.stamps().millis());
        boolean framed = classic(frame, b, zoneTo + 1, to);
        unwrapRepeated(frame);
        return framed;
    }

    /** {@code 1795255200.123456 host prog[pid]: }; what names no program is another's stamp. */
    private static boolean unix(Frame frame, byte[] b, int from, int to) {
        int end = from + UNIX_STAMP;
        long seconds = ByteScan.longNumber(b, from, end - 7);
        int micros = ByteScan.number(b, end - 6, Math.min(to, end));
        if (seconds < 0 || micros < 0 || end >= to || b[end] != ' ') {
            return false;
        }
        frame.setTime(seconds * 1000 + micros / 1000);
        boolean framed = classic(frame, b, end + 1, to) && frame.program() != null;
        unwrapRepeated(frame);
        return framed;
    }

    /** {@code Sat Nov 21 22:18:45 2026 authpriv.info prog[pid]: }; without the level it is a daemon's own log. */
    private static boolean openWrt(Frame frame, byte[] b, int from, int to) {
        int end = from + OPENWRT_STAMP;
        int tag = end < to ? SyslogPrefix.afterLevel(b, end + 1, to) : 0;
        if (tag <= end + 1 || frame.stamps().named(b, from, end) < 0) {
            return false;
        }
        frame.setTime(frame.stamps().millis());
        tag(frame, b, tag, to);
        return true;
    }

    private static int afterPriority(byte[] b, int from, int to) {
        if (from >= to || b[from] != '<') {
            return from;
        }
        int close = ByteScan.indexOf(b, from + 1, Math.min(to, from + 5), '>');
        return close > 0 && ByteScan.number(b, from + 1, close) >= 0 ? close + 1 : from;
    }

    private static boolean classic(Frame frame, byte[] b, int stampTo, int to) {
        int at = stampTo;
        while (at < to && b[at] == ' ') {
            at++;
        }
        int from = SyslogPrefix.afterLevel(b, at, to);
        int hostEnd = ByteScan.indexOf(b, from, to, ' ');
        if (hostEnd < 0 || b[from] == '[') {
            return false;
        }
        int i = hostEnd + 1;
        if (hostEnd > from && b[hostEnd - 1] == ':') {
            i = from;
            frame.setHostless();
        } else {
            frame.setHost(b, from, hostEnd);
            int length = hostEnd - from;
            boolean twice =
                    to - i > length && b[i + length] == ' ' && Arrays.equals(b, from, hostEnd, b, i, i + length);
            i += twice ? length + 1 : 0;
        }
        while (i < to && b[i] == ' ') {
            i++;
        }
        tag(frame, b, SyslogPrefix.afterLevel(b, i, to), to);
        return true;
    }

    /**
     * {@code prog[pid]: }, {@code prog[pid] } or {@code prog: }; anything else, as {@code host=::1}, is a message without
     * a program. So are Cisco's {@code %ASA-6-605004: } and the running number {@code 29: } of a router.
     */
    private static void tag(Frame frame, byte[] b, int from, int to) {
        if (from < to && (b[from] == '%' || isNumber(b, from, to))) {
            frame.setPid(0);
            frame.setMessage(b, from, to);
            return;
        }
        int i = from;
        int last = Math.min(to, from + LONGEST_PROGRAM);
        while (i < last && b[i] != '[' && b[i] != ':' && b[i] != ' ' && b[i] != '=') {
            i++;
        }
        int nameEnd = i;
        if (i < last && i > from && b[i] == '[') {
            int close = ByteScan.indexOf(b, i, Math.min(to, i + 12), ']');
            int number = close < 0 ? -1 : ByteScan.number(b, i + 1, close);
            if (number < 0) {
                frame.setMessage(b, from, to);
                return;
            }
            frame.setPid(number);
            i = close + 1;
        }
        if (i < to && i > from && (b[i] == ':' || (b[i] == ' ' && i > nameEnd))) {
            frame.setProgram(b, from, nameEnd);
            i++;
            i = i < to && b[i] == ' ' ? i + 1 : i;
            frame.setMessage(b, SyslogPrefix.afterMessageId(b, i, to), to);
        } else {
            frame.setPid(0);
            frame.setMessage(b, from, to);
        }
    }

    /** Whether nothing but digits stands before a colon. */
    private static boolean isNumber(byte[] b, int from, int to) {
        int i = from;
        while (i < to && ByteScan.isDigit(b[i])) {
            i++;
        }
        return i > from && i < to && b[i] == ':';
    }

    /** {@code HOST APP PROCID MSGID STRUCTURED-DATA MESSAGE}; a dash stands for nothing. */
    private static boolean structured(Frame frame, byte[] b, int from, int to) {
        int i = from;
        for (int field = 0; field < 4; field++) {
            int end = ByteScan.indexOf(b, i, to, ' ');
            if (end < 0) {
                return false;
            }
            boolean nothing = end == i + 1 && b[i] == '-';
            if (field == 0 && !nothing) {
                frame.setHost(b, i, end);
            } else if (field == 1 && !nothing) {
                frame.setProgram(b, i, end);
            } else if (field == 2) {
                frame.setPid(ByteScan.number(b, i, end));
            }
            i = end + 1;
        }
        i = afterStructuredData(b, i, to);
        while (i < to && (b[i] == ' ' || b[i] == (byte) 0xEF || b[i] == (byte) 0xBB || b[i] == (byte) 0xBF)) {
            i++;
        }
        frame.setMessage(b, i, to);
        return true;
    }

    private static int afterStructuredData(byte[] b, int from, int to) {
        if (from < to && b[from] == '-') {
            return from + 1;
        }
        int i = from;
        boolean quoted = false;
        boolean inside = false;
        while (i < to && (inside || b[i] == '[')) {
            if (b[i] == '\\' && quoted) {
                i++;
            } else if (b[i] == '"') {
                quoted = !quoted;
            } else if (!quoted) {
                inside = b[i] != ']';
            }
            i++;
        }
        return Math.min(i, to);
    }

    /** {@code message repeated 5 times: [ Failed password … ssh2]} is the inner message, five times. */
    public static void unwrapRepeated(Frame frame) {
        byte[] b = frame.bytes();
        if (!ByteScan.startsWith(b, frame.from(), frame.to(), REPEATED) || b[frame.to() - 1] != ']') {
            return;
        }
        int number = frame.from() + REPEATED.length;
        int end = ByteScan.indexOf(b, number, Math.min(frame.to(), number + 11), ' ');
        int times = end < 0 ? -1 : ByteScan.number(b, number, end);
        if (times > 0 && ByteScan.startsWith(b, end, frame.to(), TIMES)) {
            int inner = end + TIMES.length;
            frame.setCount(Math.min(times, MOST_REPEATED));
            frame.setMessage(b, b[inner] == ' ' ? inner + 1 : inner, frame.to() - 1);
        }
    }
}
