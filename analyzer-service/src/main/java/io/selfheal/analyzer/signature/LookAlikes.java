package io.selfheal.analyzer.signature;

/**
 * Characters that careless programs take for plain ones: full-width forms (Windows' best-fit tables), circled letters
 * and digits (host names), other slashes and dots.
 */
final class LookAlikes {
    private LookAlikes() {}

    static char plain(char c) {
        if (c < 0x02B0) {
            return c;
        }
        if (c >= 0xFF01 && c <= 0xFF5E) {
            return (char) (c - 0xFEE0);
        }
        if (c >= 0x2460 && c <= 0x2468) {
            return (char) ('1' + (c - 0x2460));
        }
        if (c >= 0x24B6 && c <= 0x24E9) {
            return (char) ('a' + (c - 0x24B6) % 26);
        }
        return switch (c) {
            case 0x24EA -> '0';
            case 0x02BC, 0x02B9, 0x2032 -> '\'';
            case 0x2215, 0x2044, 0xF025 -> '/';
            case 0x2216, 0xEFC8 -> '\\';
            case 0x2024, 0x3002, 0xFF61 -> '.';
            default -> c;
        };
    }
}
