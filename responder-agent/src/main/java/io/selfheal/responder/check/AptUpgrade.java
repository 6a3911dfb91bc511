package io.selfheal.responder.check;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A line of {@code apt-get --simulate}: {@code Inst NAME [OLD] (NEW ORIGIN:RELEASE/SUITE, … [ARCH]) […]}, by apt's
 * {@code PkgSimulate}. Origins are like {@code Debian-Security:12/stable-security}.
 */
final class AptUpgrade {
    private static final Pattern INST = Pattern.compile(
            "Inst ([a-z0-9][a-z0-9+.:-]{1,200})(?: \\[([^\\]]{1,200})\\])? \\(([^ ]{1,200}) ([^\\[\\])]{0,500}?)"
                    + " ?\\[[a-z0-9-]{1,30}\\]\\).*");
    /**
     * Archives that carry only security updates, by the names that their Release files give: Debian's
     * {@code Label: Debian-Security}, Ubuntu's suites {@code *-security} and the ESM pockets of Ubuntu Pro.
     */
    private static final List<String> SECURITY_ORIGINS = List.of("debian-security", "ubuntuesm", "ubuntuesmapps");

    private AptUpgrade() {}

    /** Empty for lines that say something else. */
    static Optional<Upgrade> parse(String line) {
        Matcher matcher = INST.matcher(line);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        boolean security = Stream.of(matcher.group(4).split(", ", -1)).anyMatch(AptUpgrade::isSecurity);
        String installed = matcher.group(2) == null ? "" : matcher.group(2);
        return Optional.of(new Upgrade(matcher.group(1), installed, matcher.group(3), security));
    }

    private static boolean isSecurity(String origin) {
        String lower = origin.strip().toLowerCase(Locale.ROOT);
        int colon = lower.indexOf(':');
        String label = colon < 0 ? lower : lower.substring(0, colon);
        int slash = lower.lastIndexOf('/');
        String suite = slash < 0 ? "" : lower.substring(slash + 1);
        return SECURITY_ORIGINS.contains(label) || suite.endsWith("-security");
    }
}
