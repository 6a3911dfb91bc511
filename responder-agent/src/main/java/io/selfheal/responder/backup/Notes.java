package io.selfheal.responder.backup;

import io.selfheal.schemas.text.Excerpt;
import java.util.ArrayList;
import java.util.List;

/** What was left out of an archive and why, each on one line whatever names are in it; of very many the first. */
final class Notes {
    private static final int MOST = 1000;
    private static final int LONGEST = 1000;

    private final List<String> first = new ArrayList<>();
    private int more;

    void add(String note) {
        if (first.size() < MOST) {
            first.add(Excerpt.of(note, LONGEST));
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
