package io.selfheal.responder.check;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Orders kernel releases like {@code 6.1.0-9-amd64} and {@code 6.1.0-28-amd64}, and of the RHEL family {@code
 * 5.14.0-427.13.1.el9_4.x86_64}: numbers as numbers.
 */
final class KernelVersion {
    private static final Pattern PART = Pattern.compile("[0-9]{1,9}|[^0-9]+");

    /** What follows the number of a Debian kernel. */
    private static final Pattern DEBIAN = Pattern.compile("^[0-9.]+(?:-[0-9]+)?(?=-[a-z]|$)");

    /** What precedes the architecture of an RPM kernel; a variant may follow it, {@code +rt}. */
    private static final Pattern RPM =
            Pattern.compile("^[0-9.]+-[0-9][0-9A-Za-z._~]*(?=\\.(?:x86_64|aarch64)(?:\\+|$))");

    private KernelVersion() {}

    /**
     * Whether one would replace the other: {@code -cloud-amd64} does not replace {@code -amd64}, nor {@code x86_64+rt}
     * {@code x86_64}.
     */
    static boolean isOfOneKind(String one, String other) {
        return flavour(one).equals(flavour(other));
    }

    private static String flavour(String version) {
        Matcher rpm = RPM.matcher(version);
        return rpm.find()
                ? version.substring(rpm.end())
                : DEBIAN.matcher(version).replaceFirst("");
    }

    static int compare(String one, String other) {
        Matcher a = PART.matcher(one);
        Matcher b = PART.matcher(other);
        while (true) {
            boolean moreA = a.find();
            boolean moreB = b.find();
            if (!moreA || !moreB) {
                return Boolean.compare(moreA, moreB);
            }
            boolean numbers = Character.isDigit(a.group().charAt(0))
                    && Character.isDigit(b.group().charAt(0));
            int order = numbers
                    ? Integer.compare(Integer.parseInt(a.group()), Integer.parseInt(b.group()))
                    : a.group().compareTo(b.group());
            if (order != 0) {
                return order;
            }
        }
    }
}
