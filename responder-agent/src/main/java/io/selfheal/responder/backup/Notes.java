package io.selfheal.responder.backup;

import java.util.ArrayList;
import java.util.List;

/** What was left out of an archive and why, in words; of very many the first. */
final class Notes {
    private static final int MOST = 1000;

    private final List<String> first = new ArrayList<>();
    private int more;

    void add(String note) {
        if (first.size() < MOST) {
            first.add(note);
        } else {
            more++;
        }
    }

    List<String> all() {
        List<String> all = new ArrayList<>(first);
        if (more > 0) {
            all.add("and " + more + " more");
        }
        return List.copyOf(all);
    }
}
