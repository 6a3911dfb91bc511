package io.selfheal.schemas.codec;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Times on the wire: UTC with exactly three digits of a second, {@code 2026-11-21T22:18:45.123Z}, 24 characters.
 * Finer digits are cut, years outside 0000 to 9999 become the first or last millisecond that has this form.
 */
final class Timestamps {
    static final int LENGTH = 24;

    private static final long FIRST = -62_167_219_200_000L;
    private static final long LAST = 253_402_300_799_999L;
    private static final int MILLIS_A_DAY = 86_400_000;

    private Timestamps() {}

    static String print(Instant time) {
        byte[] text = new byte[LENGTH];
        put(clampedMillis(time), text, 0);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /** Reads any ISO 8601 instant, for example of another writer of ECS. */
    static Instant parse(String text) {
        return Instant.ofEpochMilli(clampedMillis(Instant.parse(text)));
    }

    static long clampedMillis(Instant time) {
        long seconds = Math.clamp(time.getEpochSecond(), FIRST / 1000, LAST / 1000);
        if (seconds != time.getEpochSecond()) {
            return seconds < 0 ? FIRST : LAST;
        }
        return seconds * 1000 + time.getNano() / 1_000_000;
    }

    /** Writes {@value #LENGTH} bytes; the civil date from days is Howard Hinnant's algorithm, shifted to years from March. */
    static void put(long millis, byte[] to, int at) {
        long days = Math.floorDiv(millis, (long) MILLIS_A_DAY);
        int ofDay = (int) (millis - days * MILLIS_A_DAY);
        int shifted = (int) days + 719_468;
        int era = Math.floorDiv(shifted, 146_097);
        int dayOfEra = shifted - era * 146_097;
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int monthFromMarch = (5 * dayOfYear + 2) / 153;
        int day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
        int month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        int year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        two(year / 100, to, at);
        two(year % 100, to, at + 2);
        to[at + 4] = '-';
        two(month, to, at + 5);
        to[at + 7] = '-';
        two(day, to, at + 8);
        to[at + 10] = 'T';
        putTimeOfDay(ofDay, to, at + 11);
    }

    /** Days from 1970-01-01 to a date of the years 0000 to 9999; the inverse of what {@link #put} does. */
    static long epochDay(int year, int month, int day) {
        int fromMarch = month <= 2 ? year - 1 : year;
        int era = Math.floorDiv(fromMarch, 400);
        int yearOfEra = fromMarch - era * 400;
        int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097L + dayOfEra - 719_468;
    }

    private static void putTimeOfDay(int ofDay, byte[] to, int at) {
        int second = ofDay / 1000;
        two(second / 3600, to, at);
        to[at + 2] = ':';
        two(second / 60 % 60, to, at + 3);
        to[at + 5] = ':';
        two(second % 60, to, at + 6);
        to[at + 8] = '.';
        threeDigits(ofDay - second * 1000, to, at + 9);
        to[at + 12] = 'Z';
    }

    /** Writes the milliseconds of the second into a time that was {@link #put} at this place. */
    static void putMillis(int milli, byte[] to, int at) {
        threeDigits(milli, to, at + 20);
    }

    private static void threeDigits(int value, byte[] to, int at) {
        to[at] = (byte) ('0' + value / 100);
        two(value % 100, to, at + 1);
    }

    private static void two(int value, byte[] to, int at) {
        to[at] = (byte) ('0' + value / 10);
        to[at + 1] = (byte) ('0' + value % 10);
    }
}
