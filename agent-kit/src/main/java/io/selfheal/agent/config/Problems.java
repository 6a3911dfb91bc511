package io.selfheal.agent.config;

import io.selfheal.schemas.text.Excerpt;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with one file; bounded, so that a wrong file of 1 MiB does not print a million lines. */
final class Problems {

    private static final int MAX = 100;
    private static final int MAX_VALUE = 80;

    private final String file;
    private final List<Problem> found = new ArrayList<>();
    private int dropped;

    Problems(String file) {
        this.file = file;
    }

    void add(int line, String path, String message) {
        if (found.size() < MAX) {
            found.add(new Problem(file, line, path, message));
        } else {
            dropped++;
        }
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    void throwIfAny() {
        if (found.isEmpty()) {
            return;
        }
        List<Problem> sorted = new ArrayList<>(found);
        sorted.sort(Comparator.comparingInt(Problem::line));
        if (dropped > 0) {
            sorted.add(new Problem(file, 0, "", "and " + dropped + " more problems"));
        }
        throw new ConfigException(sorted);
    }

    /** A value from the file as a message may show it: in quotes, harmless, at most 80 characters. */
    static String quote(String value) {
        return "'" + Excerpt.of(value, MAX_VALUE) + "'";
    }
}
