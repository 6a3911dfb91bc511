package io.selfheal.responder.heal;

import io.selfheal.responder.heal.Units.UnitState;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Why a unit failed, where that is more than "it failed": what a restart cannot mend is told apart. */
final class Diagnosis {
    private static final Pattern NO_SPACE = Pattern.compile(
            "No space left on device|\\bENOSPC\\b|Disk quota exceeded|\\bEDQUOT\\b|disk (is )?full",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern NO_MEMORY = Pattern.compile(
            "Out of memory|OutOfMemoryError|Cannot allocate memory|\\bENOMEM\\b|oom-kill", Pattern.CASE_INSENSITIVE);

    private final Supplier<List<String>> fullDisks;

    /** @param fullDisks where disks without room are mounted */
    Diagnosis(Supplier<List<String>> fullDisks) {
        this.fullDisks = fullDisks;
    }

    /** What ails a unit. */
    sealed interface Ailment {
        /** For people; empty when there is nothing to add. */
        String text();

        /** Nothing that is known. */
        record Unknown() implements Ailment {
            @Override
            public String text() {
                return "";
            }
        }

        /** The kernel or its own limit ended it. */
        record OutOfMemory(String text) implements Ailment {}

        /**
         * It cannot write.
         *
         * @param certain whether a full disk was found, rather than only spoken of by the unit
         */
        record DiskFull(String text, boolean certain) implements Ailment {}
    }

    /** @param lines what the unit logged lately */
    Ailment of(UnitState state, List<String> lines) {
        boolean saysNoSpace =
                lines.stream().anyMatch(line -> NO_SPACE.matcher(line).find());
        List<String> full = fullDisks.get();
        if (saysNoSpace && !full.isEmpty()) {
            return new Ailment.DiskFull("the disk is full: " + String.join(", ", full), true);
        }
        if (saysNoSpace) {
            return new Ailment.DiskFull("it has no room to write, as it says itself", false);
        }
        if (state.result().equals("oom-kill")) {
            return new Ailment.OutOfMemory("it was killed for lack of memory");
        }
        if (lines.stream().anyMatch(line -> NO_MEMORY.matcher(line).find())) {
            return new Ailment.OutOfMemory("it had not enough memory, as it says itself");
        }
        return full.isEmpty()
                ? new Ailment.Unknown()
                : new Ailment.DiskFull("a disk is full: " + String.join(", ", full), false);
    }

    /** Whether any disk is full now. */
    boolean anyDiskIsFull() {
        return !fullDisks.get().isEmpty();
    }
}
