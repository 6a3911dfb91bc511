package io.selfheal.analyzer.signature;

import java.util.Collection;
import java.util.StringJoiner;
import java.util.TreeMap;

/** Words by their beginnings: what several share is read once. A node is what may follow one beginning. */
final class WordTrie {
    private final TreeMap<Character, WordTrie> next = new TreeMap<>();
    private boolean isEnd;

    private WordTrie() {}

    /** A group of a regular expression that finds one of these words, a longer one before its beginning. */
    static String pattern(Collection<String> words) {
        WordTrie root = new WordTrie();
        words.forEach(root::add);
        StringJoiner alternatives = new StringJoiner("|", "(?:", ")");
        root.next.forEach((c, rest) -> alternatives.add(quoted(c) + rest.pattern()));
        return alternatives.toString();
    }

    private void add(String word) {
        WordTrie node = this;
        for (int i = 0; i < word.length(); i++) {
            node = node.next.computeIfAbsent(word.charAt(i), key -> new WordTrie());
        }
        node.isEnd = true;
    }

    private String pattern() {
        if (next.isEmpty()) {
            return "";
        }
        if (next.size() == 1 && !isEnd) {
            return quoted(next.firstKey()) + next.firstEntry().getValue().pattern();
        }
        StringJoiner alternatives = new StringJoiner("|", "(?:", isEnd ? ")?" : ")");
        next.forEach((c, rest) -> alternatives.add(quoted(c) + rest.pattern()));
        return alternatives.toString();
    }

    private static String quoted(char c) {
        boolean plain = Character.isLetterOrDigit(c) || c == ' ' || c == '_' || c == '-' || c == '/';
        return plain ? String.valueOf(c) : "\\" + c;
    }
}
