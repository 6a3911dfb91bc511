package io.selfheal.responder.check;

import java.util.List;

/**
 * What a check found. That it could not look is not the same as that it found nothing (HLT-03).
 */
public sealed interface Finding {
    /** What was looked at, for example {@code packages}. */
    String check();

    /**
     * It was looked at.
     *
     * @param urgent how many of them are security updates, or urgent firmware
     * @param overdue how many of those wait for too long
     * @param lines what was found, one a line, most urgent first; empty: nothing is to be done
     * @param hints what else is worth knowing: held packages, a stale package list
     */
    record Looked(String check, int urgent, int overdue, List<String> lines, List<String> hints) implements Finding {
        public Looked {
            lines = List.copyOf(lines);
            hints = List.copyOf(hints);
        }

        /** Nothing is overdue. */
        public Looked(String check, int urgent, List<String> lines, List<String> hints) {
            this(check, urgent, 0, lines, hints);
        }

        public boolean isClean() {
            return lines.isEmpty();
        }
    }

    /** It does not apply here: the tool is not installed, or there is nothing of the kind. */
    record NotHere(String check, String why) implements Finding {}

    /** It could not be looked at. */
    record Failed(String check, String why) implements Finding {}
}
