package io.selfheal.analyzer.profile;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a profile counts: how often something happened, how many different values there were, how it usually goes. */
final class Counts {
    private static final int HABITS = 22;

    private final @Nullable WindowCount[] tallies = new WindowCount[Tally.SLOTS];
    private final @Nullable DistinctCount[] traits = new DistinctCount[Trait.SLOTS];
    private final Habits habits = new Habits();

    void count(Tally tally, int second, int times) {
        WindowCount count = tallies[tally.slot];
        if (count == null) {
            count = new WindowCount();
            tallies[tally.slot] = count;
        }
        count.add(second, times);
    }

    int within(Tally tally, int now, int window) {
        WindowCount count = tallies[tally.slot];
        return count == null ? 0 : count.within(now, window);
    }

    void note(Trait trait, int hash) {
        DistinctCount count = traits[trait.slot];
        if (count == null) {
            count = new DistinctCount();
            traits[trait.slot] = count;
        }
        count.add(hash);
    }

    int distinct(Trait trait) {
        DistinctCount count = traits[trait.slot];
        return count == null ? 0 : count.estimate();
    }

    Habits habits() {
        return habits;
    }

    void forgetTraits() {
        Arrays.fill(traits, null);
        habits.restart();
    }

    /** One bit for each count that there is: tallies from bit 0, traits from bit 8; habits bit 22. */
    int parts() {
        int parts = habits.isEmpty() ? 0 : 1 << HABITS;
        for (int i = 0; i < tallies.length; i++) {
            parts |= tallies[i] == null ? 0 : 1 << i;
        }
        for (int i = 0; i < traits.length; i++) {
            parts |= traits[i] == null ? 0 : 1 << (8 + i);
        }
        return parts;
    }

    void write(Packer out) {
        for (WindowCount tally : tallies) {
            if (tally != null) {
                tally.write(out);
            }
        }
        for (DistinctCount trait : traits) {
            if (trait != null) {
                trait.write(out);
            }
        }
        if (!habits.isEmpty()) {
            habits.write(out);
        }
    }

    void readInto(int parts, Unpacker in) {
        for (int i = 0; i < tallies.length; i++) {
            tallies[i] = (parts & 1 << i) == 0 ? null : WindowCount.read(in);
        }
        for (int i = 0; i < traits.length; i++) {
            traits[i] = (parts & 1 << (8 + i)) == 0 ? null : DistinctCount.read(in);
        }
        if ((parts & 1 << HABITS) != 0) {
            habits.readInto(in);
        }
    }
}
