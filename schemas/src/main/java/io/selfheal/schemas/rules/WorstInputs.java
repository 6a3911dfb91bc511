package io.selfheal.schemas.rules;

import java.util.ArrayList;
import java.util.List;

/**
 * What an attacker may make of a text that a pattern knows: its pieces repeated until it is as long as allowed, with
 * an end that fits and with one that does not. A pattern that backtracks shows it by how often it reads these.
 */
public final class WorstInputs {
    /** Pieces of one text that are repeated; there are up to three texts of each. */
    private static final int MAX_PIECES = 12;
    /** A piece is so many words and separators at most. */
    private static final int MAX_WORDS = 3;

    private WorstInputs() {}

    /**
     * Long relatives of a text.
     *
     * @param longest how long each is, in characters
     */
    public static List<String> of(String text, int longest) {
        List<Integer> cuts = cuts(text);
        List<String> inputs = new ArrayList<>();
        int step = Math.max(1, cuts.size() / MAX_PIECES);
        for (int i = 0; i + 1 < cuts.size(); i += step) {
            int words = 1 + i / step % MAX_WORDS;
            int from = cuts.get(i);
            int to = cuts.get(Math.min(cuts.size() - 1, i + words));
            String piece = text.substring(from, to);
            int room = longest - text.length() - 1;
            if (room > piece.length()) {
                String head = text.substring(0, to) + piece.repeat(room / piece.length());
                inputs.add(head + text.substring(to));
                inputs.add(head + '\u0001');
                char last = text.charAt(to - 1);
                inputs.add(text.substring(0, to) + String.valueOf(last).repeat(room) + '\u0001');
            }
        }
        return inputs;
    }

    /** Where words and separators begin, and the end. */
    private static List<Integer> cuts(String text) {
        List<Integer> cuts = new ArrayList<>();
        for (int i = 0; i < text.length(); i++) {
            if (i == 0 || Character.isLetterOrDigit(text.charAt(i)) != Character.isLetterOrDigit(text.charAt(i - 1))) {
                cuts.add(i);
            }
        }
        cuts.add(text.length());
        return cuts;
    }
}
