package io.selfheal.collector.parse.rule;

import java.util.function.Predicate;

/** How a program that nobody knows by its whole name may still be known. */
final class ProgramName {
    private static final String ENDS_OF_NAMES = "/(@[ -_0123456789";

    private ProgramName() {}

    /** The longest beginning of the name, or of its last path component, that is known; the name itself if none is. */
    static String of(String program, Predicate<String> known) {
        String found = beginning(program, known);
        int slash = program.lastIndexOf('/');
        if (found.isEmpty() && slash >= 0) {
            String last = program.substring(slash + 1);
            found = known.test(last) ? last : beginning(last, known);
        }
        return found.isEmpty() ? program : found;
    }

    private static String beginning(String program, Predicate<String> known) {
        for (int end = program.length() - 1; end > 0; end--) {
            if (ENDS_OF_NAMES.indexOf(program.charAt(end)) >= 0 && known.test(program.substring(0, end))) {
                return program.substring(0, end);
            }
        }
        return "";
    }
}
