package io.selfheal.collector.parse.frame;

import io.selfheal.collector.parse.scan.ByteScan;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;

/**
 * Reads the stamps that logs use. Each method answers with the index after the stamp, or -1, and leaves the time in
 * {@link #millis()}. The calendar is asked once an hour of log time; in between it is arithmetic. Not thread-safe.
 *
 * <p>The hour that a zone has twice, when summer ends, is the one of the two that the line can have been written in: the
 * second one, once that has come. Without that, nothing of it would be judged, for being an hour late.
 */
public final class Stamps {
    private static final long HOUR = 3_600_000;
    private static final long DAY = 24 * HOUR;
    private static final int YEARS_TO_A_LEAP_DAY = 8;
    /** By so much may the clock of who wrote a line be ahead. */
    private static final long SKEW = 300_000;

    private final ZoneId zone;
    private long lineReadAt;
    private long millis;

    private int hourKey = -1;
    private long hourReadAt;
    private long hourMillis;
    private long hourAgain;
    private int dayKey = -1;
    private long dayMillis;
    private int localKey = -1;
    private long localMillis;
    private long localAgain;

    public Stamps(ZoneId zone) {
        this.zone = zone;
    }

    /** @param readAt when the line was read whose stamps are read next, in milliseconds since 1970 */
    public void begin(long readAt) {
        lineReadAt = readAt;
    }

    /** Milliseconds since 1970 of the stamp that was read last. */
    public long millis() {
        return millis;
    }

    /**
     * {@code Nov 21 22:18:45} (RFC 3164; day with one or two digits, a fraction, some with the year). The year is the current one, unless the stamp
     * would then be more than a day after the line was read, counted in full hours: then the one before.
     */
    public int rfc3164(byte[] b, int from, int to) {
        int month = to - from < 14 ? 0 : StampParts.month(b, from);
        if (month == 0 || b[from + 3] != ' ') {
            return -1;
        }
        int i = from + 4;
        if (b[i] == ' ') {
            i++;
        }
        int digits = ByteScan.isDigit(b[i + 1]) ? 2 : 1;
        int day = ByteScan.number(b, i, i + digits);
        i += digits;
        if (day < 1 || day > 31 || to - i < 9 || b[i] != ' ') {
            return -1;
        }
        if (ByteScan.isDigit(b[i + 1]) && b[i + 3] != ':') {
            return withYear(b, i + 1, to, month, day);
        }
        int inHour = StampParts.clock(b, i + 1);
        if (inHour < 0) {
            return -1;
        }
        int hour = StampParts.hour(b, i + 1);
        int key = (month * 32 + day) * 32 + hour;
        if (key != hourKey || lineReadAt / HOUR != hourReadAt) {
            if (!inferYear(month, day, hour)) {
                return -1;
            }
            hourKey = key;
            hourReadAt = lineReadAt / HOUR;
        }
        millis = settled(hourMillis + inHour * 1000L, hourAgain);
        return afterFraction(b, i + 9, to);
    }

    /** {@code 2026 22:18:45} after month and day, as network devices write it. */
    private int withYear(byte[] b, int from, int to, int month, int day) {
        int year = to - from < 13 || b[from + 4] != ' ' ? 0 : ByteScan.number(b, from, from + 4);
        int inHour = year <= 0 ? -1 : StampParts.clock(b, from + 5);
        if (inHour < 0 || !local(year, month, day, StampParts.hour(b, from + 5))) {
            return -1;
        }
        millis = settled(localMillis + inHour * 1000L, localAgain);
        return afterFraction(b, from + 13, to);
    }

    /** Adds {@code .123456} or {@code ,123456} to the time if it stands here; index after it. */
    private int afterFraction(byte[] b, int from, int to) {
        if (from >= to || (b[from] != '.' && b[from] != ',')) {
            return from;
        }
        int scale = 100;
        int i = from + 1;
        for (; i < to && ByteScan.isDigit(b[i]); i++) {
            millis += (long) (b[i] - '0') * scale;
            scale /= 10;
        }
        return i;
    }

    /** A time that was read in the zone's time although it was written in UTC. */
    long asIfUtc(long zoned) {
        return zoned + zone.getRules().getOffset(Instant.ofEpochMilli(zoned)).getTotalSeconds() * 1000L;
    }

    /**
     * Milliseconds since 1970 of a time in the zone; -1 if there is no such hour.
     *
     * @param inHour seconds since the hour began
     */
    long local(int year, int month, int day, int hour, int inHour) {
        return hour >= 0 && hour < 24 && local(year, month, day, hour)
                ? settled(localMillis + inHour * 1000L, localAgain)
                : -1;
    }

    /**
     * The time itself, or the one of the same name that comes later, if that has come.
     *
     * @param again how much later; 0 where there is only one
     */
    private long settled(long time, long again) {
        return again > 0 && time + again <= lineReadAt + SKEW ? time + again : time;
    }

    /** How much later the zone has this hour again; 0 if it does not. */
    private long again(LocalDateTime hour) {
        ZoneOffsetTransition change = zone.getRules().getTransition(hour);
        return change == null || !change.isOverlap() ? 0 : -change.getDuration().toMillis();
    }

    private boolean inferYear(int month, int day, int hour) {
        long limit = lineReadAt - lineReadAt % HOUR + DAY;
        int year = Instant.ofEpochMilli(limit).atZone(zone).getYear();
        for (int back = 0; back <= YEARS_TO_A_LEAP_DAY; back++) {
            if (day <= LocalDate.of(year - back, month, 1).lengthOfMonth()) {
                LocalDateTime begin = LocalDateTime.of(year - back, month, day, hour, 0);
                hourMillis = begin.atZone(zone).toEpochSecond() * 1000;
                hourAgain = again(begin);
                if (hourMillis <= limit) {
                    return true;
                }
            }
        }
        return false;
    }

    /** {@code 2026-11-21T22:18:45.123456+01:00}; a blank may stand for the T; without an offset the zone's time. */
    public int rfc3339(byte[] b, int from, int to) {
        if (to - from < 19
                || b[from + 4] != '-'
                || b[from + 7] != '-'
                || (b[from + 10] != 'T' && b[from + 10] != ' ')) {
            return -1;
        }
        int year = ByteScan.number(b, from, from + 4);
        int month = ByteScan.twoDigits(b, from + 5);
        int day = ByteScan.twoDigits(b, from + 8);
        int inHour = StampParts.clock(b, from + 11);
        if (inHour < 0) {
            return -1;
        }
        millis = 0;
        int i = afterFraction(b, from + 19, to);
        int hour = StampParts.hour(b, from + 11);
        int end = StampParts.zoneEnd(b, i, to);
        if (end < 0 ? !local(year, month, day, hour) : !utcDay(year, month, day)) {
            return -1;
        }
        millis += inHour * 1000L;
        millis = end < 0
                ? settled(millis + localMillis, localAgain)
                : millis + dayMillis + hour * HOUR - StampParts.offsetMillis(b, i, end);
        return end < 0 ? i : end;
    }

    /** {@code 21/Nov/2026:22:18:45 +0100}, with a fraction or not, or with a numeric month as Proxmox writes it. */
    public int clf(byte[] b, int from, int to) {
        if (to - from < 25 || b[from + 2] != '/') {
            return -1;
        }
        boolean named = b[from + 6] == '/';
        int month = named ? StampParts.month(b, from + 3) : b[from + 5] == '/' ? ByteScan.twoDigits(b, from + 3) : -1;
        int i = from + (named ? 7 : 6);
        int inHour = to - i < 19 || b[i + 4] != ':' ? -1 : StampParts.clock(b, i + 5);
        millis = 0;
        int blank = inHour < 0 ? -1 : afterFraction(b, i + 13, to);
        int end = blank < 0 || blank >= to || b[blank] != ' ' ? -1 : StampParts.zoneEnd(b, blank + 1, to);
        if (end < 0 || !utcDay(ByteScan.number(b, i, i + 4), month, ByteScan.twoDigits(b, from))) {
            return -1;
        }
        long offset = StampParts.offsetMillis(b, blank + 1, end);
        millis += dayMillis + StampParts.hour(b, i + 5) * HOUR + inHour * 1000L - offset;
        return end;
    }

    /** {@code 2026/11/21 22:18:45}: nginx's error log, in the zone's time. */
    public int slashed(byte[] b, int from, int to) {
        if (to - from < 19 || b[from + 4] != '/' || b[from + 7] != '/' || b[from + 10] != ' ') {
            return -1;
        }
        int inHour = StampParts.clock(b, from + 11);
        int hour = StampParts.hour(b, from + 11);
        if (inHour < 0
                || !local(
                        ByteScan.number(b, from, from + 4),
                        ByteScan.twoDigits(b, from + 5),
                        ByteScan.twoDigits(b, from + 8),
                        hour)) {
            return -1;
        }
        millis = settled(localMillis + inHour * 1000L, localAgain);
        return afterFraction(b, from + 19, to);
    }

    /** {@code Sat Nov 21 22:18:45.123456 2026}: Apache's error log, vsftpd, OpenVPN, in the zone's time. */
    public int named(byte[] b, int from, int to) {
        int month = to - from < 23 || b[from + 3] != ' ' || b[from + 7] != ' ' ? 0 : StampParts.month(b, from + 4);
        int dayFrom = b[from + 8] == ' ' ? from + 9 : from + 8;
        int dayTo = b[dayFrom + 1] == ' ' ? dayFrom + 1 : from + 10;
        int inHour = month == 0 || to - dayTo < 14 || b[dayTo] != ' ' ? -1 : StampParts.clock(b, dayTo + 1);
        if (inHour < 0) {
            return -1;
        }
        int year = ByteScan.number(b, to - 4, to);
        if (!local(year, month, ByteScan.number(b, dayFrom, dayTo), StampParts.hour(b, dayTo + 1))) {
            return -1;
        }
        millis = settled(localMillis + inHour * 1000L, localAgain);
        return afterFraction(b, dayTo + 9, to) == to - 5 ? to : -1;
    }

    private boolean utcDay(int year, int month, int day) {
        if (outOfRange(year, month, day)) {
            return false;
        }
        int key = (year * 16 + month) * 32 + day;
        if (key != dayKey) {
            if (day > LocalDate.of(year, month, 1).lengthOfMonth()) {
                return false;
            }
            dayMillis = LocalDate.of(year, month, day).toEpochDay() * DAY;
            dayKey = key;
        }
        return true;
    }

    private boolean local(int year, int month, int day, int hour) {
        if (outOfRange(year, month, day)) {
            return false;
        }
        int key = ((year * 16 + month) * 32 + day) * 32 + hour;
        if (key != localKey) {
            if (day > LocalDate.of(year, month, 1).lengthOfMonth()) {
                return false;
            }
            LocalDateTime begin = LocalDateTime.of(year, month, day, hour, 0);
            localMillis = begin.atZone(zone).toEpochSecond() * 1000;
            localAgain = again(begin);
            localKey = key;
        }
        return true;
    }

    /** Before the cache is asked: a day 45 would share its key with the 13th of the month after. */
    private static boolean outOfRange(int year, int month, int day) {
        return year < 1970 || month < 1 || month > 12 || day < 1 || day > 31;
    }
}
