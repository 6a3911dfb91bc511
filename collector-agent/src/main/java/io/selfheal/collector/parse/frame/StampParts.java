package io.selfheal.collector.parse.frame;

import io.selfheal.collector.parse.scan.ByteScan;

/** The pieces that stamps are made of. Whoever asks knows that so many bytes are there. */
final class StampParts {
    private StampParts() {}

    /** Minutes and seconds of {@code HH:MM:SS} as seconds; -1 if it is no time of day. A leap second counts as 59. */
    static int clock(byte[] b, int at) {
        int hour = hour(b, at);
        int minute = ByteScan.twoDigits(b, at + 3);
        int second = ByteScan.twoDigits(b, at + 6);
        boolean right = b[at + 2] == ':'
                && b[at + 5] == ':'
                && hour >= 0
                && hour < 24
                && minute >= 0
                && minute < 60
                && second >= 0
                && second <= 60;
        return right ? minute * 60 + Math.min(second, 59) : -1;
    }

    /** Two digits, or a blank and one: MariaDB and old MySQL pad so. */
    static int hour(byte[] b, int at) {
        return b[at] == ' ' && ByteScan.isDigit(b[at + 1]) ? b[at + 1] - '0' : ByteScan.twoDigits(b, at);
    }

    /** The month's number from its English name, 0 if it is none. */
    static int month(byte[] b, int at) {
        return switch ((b[at] << 16) | (b[at + 1] << 8) | b[at + 2]) {
            case ('J' << 16) | ('a' << 8) | 'n' -> 1;
            case ('F' << 16) | ('e' << 8) | 'b' -> 2;
            case ('M' << 16) | ('a' << 8) | 'r' -> 3;
            case ('A' << 16) | ('p' << 8) | 'r' -> 4;
            case ('M' << 16) | ('a' << 8) | 'y' -> 5;
            case ('J' << 16) | ('u' << 8) | 'n' -> 6;
            case ('J' << 16) | ('u' << 8) | 'l' -> 7;
            case ('A' << 16) | ('u' << 8) | 'g' -> 8;
            case ('S' << 16) | ('e' << 8) | 'p' -> 9;
            case ('O' << 16) | ('c' << 8) | 't' -> 10;
            case ('N' << 16) | ('o' << 8) | 'v' -> 11;
            case ('D' << 16) | ('e' << 8) | 'c' -> 12;
            default -> 0;
        };
    }

    /** Index after {@code Z}, {@code +01:00} or {@code +0100}, a blank before it or not; -1 if none of them stands here. */
    static int zoneEnd(byte[] b, int at, int to) {
        if (at < to && b[at] == 'Z') {
            return at + 1;
        }
        if (to - at >= 4 && b[at] == ' ' && (isWord(b, at + 1, 'U', 'T', 'C') || isWord(b, at + 1, 'G', 'M', 'T'))) {
            return at + 4;
        }
        if (to - at >= 2 && b[at] == ' ' && b[at + 1] == 'Z' && (to - at == 2 || b[at + 2] == ' ')) {
            return at + 2;
        }
        if (to - at >= 6 && b[at] == ' ' && (b[at + 1] == '+' || b[at + 1] == '-')) {
            return zoneEnd(b, at + 1, to);
        }
        if (to - at < 5 || (b[at] != '+' && b[at] != '-') || ByteScan.twoDigits(b, at + 1) < 0) {
            return -1;
        }
        int minutes = b[at + 3] == ':' ? at + 4 : at + 3;
        return to - minutes < 2 || ByteScan.twoDigits(b, minutes) < 0 ? -1 : minutes + 2;
    }

    static boolean isWord(byte[] b, int at, char first, char second, char third) {
        return b[at] == first && b[at + 1] == second && b[at + 2] == third;
    }

    static long offsetMillis(byte[] b, int at, int end) {
        int sign = b[at] == ' ' ? at + 1 : at;
        if (b[sign] != '+' && b[sign] != '-') {
            return 0;
        }
        long minutes = ByteScan.twoDigits(b, sign + 1) * 60L + ByteScan.twoDigits(b, end - 2);
        return (b[sign] == '-' ? -minutes : minutes) * 60_000;
    }
}
