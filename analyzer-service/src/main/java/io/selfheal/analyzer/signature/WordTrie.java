package io.selfheal.analyzer.signature;

import java.util.Collection;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Words by their beginnings: what several share is read once. A node is what may follow one beginning. */
final class WordTrie {
    private final TreeMap<Character, WordTrie> next = new TreeMap<>();
    private boolean isEnd;

    private WordTrie() {}

    /** A group of a regular expression that finds one of these words, a longer one before its beginning. */
    static String pattern(Collection<String> words) {
        WordTrie root = new WordTrie();
        words.forEach(root::add);
        return "(?:" + root.alternatives() + ")";
    }

    private void add(String word) {
        WordTrie node = this;
        for (int i = 0; i < word.length(); i++) {
            node = node.next.computeIfAbsent(word.charAt(i), key -> new WordTrie());
        }
        node.isEnd = true;
    }

    /** What follows: nothing, one way on, or a group. */
    private String rest() {
        if (next.size() > 1 || (isEnd && !next.isEmpty())) {
            return "(?:" + alternatives() + (isEnd ? ")?" : ")");
        }
        return alternatives();
    }

    private String alternatives() {
        return next.entrySet().stream()
                .map(way -> quoted(way.getKey()) + way.getValue().rest())
                .collect(Collectors.joining("|"));
    }

    private static String quoted(char c) {
        boolean plain = Character.isLetterOrDigit(c) || c == ' ' || c == '_' || c == '-' || c == '/';
        return plain ? String.valueOf(c) : "\\" + c;
    }
}
