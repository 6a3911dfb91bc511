package io.selfheal.collector.parse.frame;

import io.selfheal.collector.parse.scan.ByteScan;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Stamps as single programs write them, told apart by their looks. {@link #read} answers whether the range is one,
 * and leaves the time in {@link #millis()}. Not thread-safe.
 */
public final class ProgramStamps {
    private static final Pattern EPOCH = Pattern.compile("\\d{9,19}(?:\\.\\d{1,12})?");
    /** Digits of seconds, and how many more a count of milli-, micro- or nanoseconds has. */
    private static final int DIGITS_OF_SECONDS = 10;

    private static final int LONGEST_EPOCH = 32;

    private final Stamps stamps;
    private long millis;

    public ProgramStamps(Stamps stamps) {
        this.stamps = stamps;
    }

    /** Milliseconds since 1970 of the stamp that was read last. */
    public long millis() {
        return millis;
    }

    /**
     * Whether the range is a stamp of any known form, and nothing else but the brackets that Apache's {@code %t} has.
     */
    public boolean read(byte[] b, int from, int to) {
        if (to - from < 9) {
            return false;
        }
        if (b[from] == '[' && b[to - 1] == ']') {
            return read(b, from + 1, to - 1);
        }
        int end = -1;
        if (b[from + 2] == '/' || b[from + 2] == '-') {
            end = stamps.clf(b, from, to);
        }
        if (end < 0 && b[from + 4] == '-') {
            end = stamps.rfc3339(b, from, to);
        }
        if (end < 0 && b[from + 4] == '/') {
            end = stamps.slashed(b, from, to);
        }
        if (end < 0 && b[from + 3] == ' ') {
            end = stamps.named(b, from, to);
            end = end < 0 ? stamps.rfc3164(b, from, to) : end;
        }
        if (end < 0) {
            return namedMonth(b, from, to)
                    || american(b, from, to)
                    || apart(b, from, to)
                    || alert(b, from, to)
                    || compact(b, from, to)
                    || tabbed(b, from, to)
                    || dayFirst(b, from, to)
                    || dashed(b, from, to)
                    || colons(b, from, to)
                    || spelled(b, from, to)
                    || epoch(b, from, to);
        }
        millis = stamps.millis();
        return end == to || zone(b, end, to);
    }

    /** A zone that a blank separates from its stamp, as Ruby writes it: {@code  +0100}, {@code  UTC}. */
    private boolean zone(byte[] b, int from, int to) {
        if (to - from < 4 || to - from > 7 || b[from] != ' ') {
            return false;
        }
        String zone = new String(b, from + 1, to - from - 1, StandardCharsets.ISO_8859_1);
        if (zone.equals("UTC") || zone.equals("GMT")) {
            millis = stamps.asIfUtc(millis);
            return true;
        }
        int end = StampParts.zoneEnd(b, from + 1, to);
        if (end == to) {
            millis = stamps.asIfUtc(millis) - StampParts.offsetMillis(b, from + 1, to);
        }
        return end == to;
    }

    /**
     * {@code 21/Nov/2026:22:18:45.123} (HAProxy), {@code 21-Nov-2026 22:18:45.123} (Tomcat), without an offset, and
     * {@code 21 Nov 2026 22:18:45.123456 UTC} (Samba).
     */
    private boolean namedMonth(byte[] b, int from, int to) {
        if (to - from < 20 || b[from + 2] != b[from + 6] || (b[from + 11] != ':' && b[from + 11] != ' ')) {
            return false;
        }
        int year = ByteScan.number(b, from + 7, from + 11);
        int day = ByteScan.twoDigits(b, from);
        if (!local(b, year, StampParts.month(b, from + 3), day, from + 12)) {
            return false;
        }
        int end = fraction(b, from + 20, to);
        return end == to || zone(b, end, to);
    }

    /** {@code November 21, 2026 22:18:45}, which Nextcloud's manual has as an example, in the zone's time. */
    private boolean spelled(byte[] b, int from, int to) {
        int comma = ByteScan.indexOf(b, from, to, ',');
        if (to - comma != 15 || comma - from < 6 || b[comma - 3] != ' ' || b[comma + 1] != ' ' || b[comma + 6] != ' ') {
            return false;
        }
        int year = ByteScan.number(b, comma + 2, comma + 6);
        return local(b, year, StampParts.month(b, from), ByteScan.twoDigits(b, comma - 2), comma + 7);
    }

    /** {@code 2026/11/21 - 22:18:45} (gin), in the zone's time. */
    private boolean apart(byte[] b, int from, int to) {
        if (to - from != 21 || b[from + 4] != '/' || b[from + 7] != '/' || b[from + 11] != '-') {
            return false;
        }
        int year = ByteScan.number(b, from, from + 4);
        return local(b, year, ByteScan.twoDigits(b, from + 5), ByteScan.twoDigits(b, from + 8), from + 13);
    }

    /** {@code 11/21/2026-22:18:45.123456} (Suricata's and Snort's fast log), {@code 11/21/2026 - 22:18:45} (Source games). */
    private boolean alert(byte[] b, int from, int to) {
        if (to - from < 19 || b[from + 2] != '/' || b[from + 5] != '/') {
            return false;
        }
        boolean blanks = b[from + 10] == ' ' && b[from + 12] == ' ';
        int clock = from + (blanks ? 13 : 11);
        if (b[clock - (blanks ? 2 : 1)] != '-' || to - clock < 8) {
            return false;
        }
        int year = ByteScan.number(b, from + 6, from + 10);
        return local(b, year, ByteScan.twoDigits(b, from), ByteScan.twoDigits(b, from + 3), clock)
                && fraction(b, clock + 8, to) == to;
    }

    /** {@code 261121 22:18:45} (MySQL 5.5, MariaDB 10.0), in the zone's time. */
    private boolean compact(byte[] b, int from, int to) {
        if (to - from != 15 || b[from + 6] != ' ') {
            return false;
        }
        int year = 2000 + ByteScan.twoDigits(b, from);
        return local(b, year, ByteScan.twoDigits(b, from + 2), ByteScan.twoDigits(b, from + 4), from + 7);
    }

    /** Date and time in UTC as two columns (CloudFront). */
    private boolean tabbed(byte[] b, int from, int to) {
        if (to - from != 19 || b[from + 4] != '-' || b[from + 7] != '-' || b[from + 10] != '\t') {
            return false;
        }
        int year = ByteScan.number(b, from, from + 4);
        boolean read = local(b, year, ByteScan.twoDigits(b, from + 5), ByteScan.twoDigits(b, from + 8), from + 11);
        millis = read ? stamps.asIfUtc(millis) : millis;
        return read;
    }

    /** {@code 21-11-2026 22:18:45 +0100} (3proxy), in the zone's time where it has no offset. */
    private boolean dayFirst(byte[] b, int from, int to) {
        if (to - from < 19 || b[from + 2] != '-' || b[from + 5] != '-' || b[from + 10] != ' ') {
            return false;
        }
        int year = ByteScan.number(b, from + 6, from + 10);
        return local(b, year, ByteScan.twoDigits(b, from + 3), ByteScan.twoDigits(b, from), from + 11)
                && (to - from == 19 || zone(b, from + 19, to));
    }

    /** {@code Nov-21-26 22:18:45} (ASSP), in the zone's time. */
    private boolean dashed(byte[] b, int from, int to) {
        if (to - from != 18 || b[from + 3] != '-' || b[from + 6] != '-' || b[from + 9] != ' ') {
            return false;
        }
        int year = 2000 + ByteScan.twoDigits(b, from + 7);
        return local(b, year, StampParts.month(b, from), ByteScan.twoDigits(b, from + 4), from + 10);
    }

    /** {@code 2026:11:21-22:18:45} (DirectAdmin), in the zone's time. */
    private boolean colons(byte[] b, int from, int to) {
        if (to - from != 19 || b[from + 4] != ':' || b[from + 7] != ':' || b[from + 10] != '-') {
            return false;
        }
        int year = ByteScan.number(b, from, from + 4);
        return local(b, year, ByteScan.twoDigits(b, from + 5), ByteScan.twoDigits(b, from + 8), from + 11);
    }

    /** {@code 11/21/2026, 10:18:45 PM}: JavaScript's and .NET's form for an American, of 12 or 24 hours. */
    private boolean american(byte[] b, int from, int to) {
        int slash = ByteScan.indexOf(b, from, Math.min(to, from + 3), '/');
        int second = slash < 0 ? -1 : ByteScan.indexOf(b, slash + 1, Math.min(to, slash + 4), '/');
        int yearTo = second + 5;
        if (second < 0 || to - yearTo < 9) {
            return false;
        }
        boolean halves = b[to - 1] == 'M' || b[to - 1] == 'm';
        int hourFrom = yearTo + (b[yearTo] == ',' ? 2 : 1);
        int colon = ByteScan.indexOf(b, hourFrom, Math.min(to, hourFrom + 3), ':');
        if (colon < 0 || to - colon < 6 || b[colon + 3] != ':') {
            return false;
        }
        int hour = ByteScan.number(b, hourFrom, colon);
        int minute = ByteScan.twoDigits(b, colon + 1);
        int seconds = ByteScan.twoDigits(b, colon + 4);
        boolean afternoon = halves && (b[to - 2] == 'P' || b[to - 2] == 'p');
        boolean hours = halves ? hour >= 1 && hour <= 12 && to - colon > 8 : to - colon == 6;
        if (!hours || minute < 0 || minute >= 60 || seconds < 0 || seconds >= 60) {
            return false;
        }
        millis = stamps.local(
                ByteScan.number(b, second + 1, yearTo),
                ByteScan.number(b, from, slash),
                ByteScan.number(b, slash + 1, second),
                halves ? hour % 12 + (afternoon ? 12 : 0) : hour,
                minute * 60 + seconds);
        return millis >= 0;
    }

    private boolean local(byte[] b, int year, int month, int day, int clock) {
        int inHour = StampParts.clock(b, clock);
        millis = inHour < 0 ? -1 : stamps.local(year, month, day, StampParts.hour(b, clock), inHour);
        return millis >= 0;
    }

    private int fraction(byte[] b, int at, int to) {
        if (at >= to || (b[at] != '.' && b[at] != ',')) {
            return at;
        }
        int i = at + 1;
        for (int scale = 100; i < to && ByteScan.isDigit(b[i]); i++) {
            millis += (long) (b[i] - '0') * scale;
            scale /= 10;
        }
        return i;
    }

    /** Seconds since 1970, with a fraction or not; 13, 16 and 19 digits are milli-, micro- and nanoseconds. */
    private boolean epoch(byte[] b, int from, int to) {
        if (to - from > LONGEST_EPOCH || !ByteScan.isDigit(b[from])) {
            return false;
        }
        String text = new String(b, from, to - from, StandardCharsets.ISO_8859_1);
        if (!EPOCH.matcher(text).matches()) {
            return false;
        }
        int point = text.indexOf('.');
        int digits = point < 0 ? text.length() : point;
        int finer = Math.max(0, digits - DIGITS_OF_SECONDS);
        millis = new BigDecimal(text).movePointRight(3 - finer).longValue();
        return finer % 3 == 0;
    }
}
