package io.selfheal.schemas.order;

import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.text.Excerpt;
import java.util.regex.Pattern;

/** What the words of an order to a node may look like. */
final class Words {
    private static final Pattern UNIT = Pattern.compile("[A-Za-z0-9:_.@\\\\][A-Za-z0-9:_.@\\\\-]{0,199}\\.service");
    private static final Pattern ACCOUNT = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,31}");
    private static final Pattern SCAN_TARGET = Pattern.compile("[A-Za-z0-9:][A-Za-z0-9:._-]{0,252}");
    private static final Pattern PATH = Pattern.compile("/[^\\x00-\\x1f\\x7f]{1,4094}");

    private static final int SMALL_IPV4 = 24;
    private static final int SMALL_IPV6 = 120;

    private Words() {}

    static void requireUnit(String unit) {
        require(UNIT, unit, "no service unit; allowed: NAME.service");
    }

    static void requireAccount(String account) {
        require(ACCOUNT, account, "no account; allowed: 1 to 32 of a-z, 0-9, dot, dash, underscore");
    }

    static void requireScanTarget(String target) {
        require(SCAN_TARGET, target, "no target; allowed: an address or a host name");
    }

    static void requireSmallNetwork(String target) {
        Cidr network = Cidr.tryParse(target);
        if (network == null || network.prefix() < (network.isIpv4() ? SMALL_IPV4 : SMALL_IPV6)) {
            throw new IllegalArgumentException("'" + Excerpt.of(target, 80) + "' is no network to look through;"
                    + " allowed: an address, or a network of 256 addresses at most, like 10.0.0.0/24");
        }
    }

    static void requirePath(String path) {
        require(PATH, path, "no path; allowed: an absolute path without control characters");
    }

    static void requireDelay(int minutes) {
        if (minutes < 1 || minutes > 60) {
            throw new IllegalArgumentException("'" + minutes + "' is no delay; allowed: 1 to 60 minutes");
        }
    }

    static void requireIsolation(int minutes) {
        if (minutes < 1 || minutes > 1440) {
            throw new IllegalArgumentException(
                    "'" + minutes + "' is no time to be cut off; allowed: 1 to 1440 minutes");
        }
    }

    private static void require(Pattern pattern, String text, String complaint) {
        if (!pattern.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + Excerpt.of(text, 80) + "' is " + complaint);
        }
    }
}
