package io.selfheal.schemas.order;

import io.selfheal.schemas.net.Cidr;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The command lines with which a person orders what an alert proposes. People paste them into a shell, so that there is
 * one only where every word of it is harmless there; and whoever shows one that came over a topic asks {@link #isOne}
 * first.
 */
public final class OrderLine {
    /** Begins the names of labels that hold a command line; what follows says what it does. */
    public static final String LABEL = "order_";

    private static final String COMMAND = "selfheal order ";
    private static final String REASON = " --reason \"proposed by SelfHeal\"";
    private static final Pattern LINE = Pattern.compile(COMMAND + "(?:block [0-9a-f:.]{2,45}(?:/[0-9]{1,3})? --for"
            + " [1-9][0-9]{0,8}m|node [A-Za-z0-9][A-Za-z0-9._-]{0,63} (?:isolate [1-9][0-9]{0,3}|"
            + "lock-account [A-Za-z_][A-Za-z0-9_.-]{0,31}))"
            + Pattern.quote(REASON));

    private OrderLine() {}

    public static Optional<String> block(Cidr target, Duration length) {
        return checked("block " + target + " --for " + Math.max(1, length.toMinutes()) + "m");
    }

    /** Cuts a host off for an hour. */
    public static Optional<String> isolate(String host) {
        return checked("node " + host + " isolate 60");
    }

    /** Locks an account of a host, which ends its sessions, too. */
    public static Optional<String> lockAccount(String host, String account) {
        return checked("node " + host + " lock-account " + account);
    }

    /** Whether a text is one of these lines and nothing else. */
    public static boolean isOne(String text) {
        return LINE.matcher(text).matches();
    }

    /** What one of these lines orders, and of whom, without its options. */
    public static String what(String line) {
        return line.substring(COMMAND.length(), line.indexOf(" --"));
    }

    private static Optional<String> checked(String what) {
        return Optional.of(COMMAND + what + REASON).filter(OrderLine::isOne);
    }
}
