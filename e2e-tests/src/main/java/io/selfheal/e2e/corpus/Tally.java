package io.selfheal.e2e.corpus;

import java.util.ArrayList;
import java.util.List;

/** Right and wrong answers to questions of one kind. Filled by one thread. */
public final class Tally {
    private final List<String> misses = new ArrayList<>();
    private int right;

    void add(boolean isRight, String what) {
        if (isRight) {
            right++;
        } else {
            misses.add(what);
        }
    }

    void add(Tally other) {
        right += other.right;
        misses.addAll(other.misses);
    }

    public int right() {
        return right;
    }

    public int all() {
        return right + misses.size();
    }

    /** The wrong answers, for people. */
    public List<String> misses() {
        return List.copyOf(misses);
    }

    /** Right answers in percent; 100 where nothing was asked. */
    public double percent() {
        return all() == 0 ? 100 : 100.0 * right / all();
    }

    @Override
    public String toString() {
        return right + " of " + all();
    }
}
