package io.selfheal.responder.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A package that apt would upgrade or newly install, as {@code apt-get --simulate} prints it:
 * {@code Inst NAME [OLD] (NEW ORIGIN:RELEASE/SUITE, … [ARCH]) […]}. Whether it is for security follows from where it
 * comes from, never from a word in its version (HLT-02).
 *
 * @param name of the package
 * @param installed the version that is installed; empty for a new one
 * @param candidate the version it would become
 * @param origins {@code Debian-Security:12/stable-security}, …
 */
record Upgrade(String name, String installed, String candidate, List<String> origins) {
    private static final Pattern INST = Pattern.compile(
            "Inst ([a-z0-9][a-z0-9+.:-]{1,200})(?: \\[([^\\]]{1,200})\\])? \\(([^ ]{1,200}) ([^\\[\\])]{0,500}?)"
                    + " ?\\[[a-z0-9-]{1,30}\\]\\).*");
    /**
     * Archives that carry only security updates, by the names that their Release files give: Debian's
     * {@code Label: Debian-Security}, Ubuntu's suites {@code *-security} and the ESM pockets of Ubuntu Pro.
     */
    private static final List<String> SECURITY_ORIGINS = List.of("debian-security", "ubuntuesm", "ubuntuesmapps");

    Upgrade {
        origins = List.copyOf(origins);
    }

    static Optional<Upgrade> parse(String line) {
        Matcher matcher = INST.matcher(line);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        List<String> origins = new ArrayList<>();
        for (String origin : matcher.group(4).split(", ", -1)) {
            if (!origin.isBlank()) {
                origins.add(origin.strip());
            }
        }
        String installed = matcher.group(2) == null ? "" : matcher.group(2);
        return Optional.of(new Upgrade(matcher.group(1), installed, matcher.group(3), origins));
    }

    boolean isSecurity() {
        return origins.stream().anyMatch(Upgrade::isSecurity);
    }

    private static boolean isSecurity(String origin) {
        String lower = origin.toLowerCase(Locale.ROOT);
        int colon = lower.indexOf(':');
        String label = colon < 0 ? lower : lower.substring(0, colon);
        int slash = lower.lastIndexOf('/');
        String suite = slash < 0 ? "" : lower.substring(slash + 1);
        return SECURITY_ORIGINS.contains(label) || suite.endsWith("-security");
    }

    String describe() {
        return name + " " + (installed.isEmpty() ? "(new)" : installed) + " → " + candidate
                + (isSecurity() ? " (security)" : "");
    }
}
