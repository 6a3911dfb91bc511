package io.selfheal.analyzer.signature;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Signatures compiled together: one automaton over all their literals. Immutable, shared by all matchers. */
public final class SignatureSet {
    private final List<Signature> signatures;
    private final LiteralAutomaton automaton;
    /** For each literal the signatures that it may begin. */
    private final int[][] ofWord;

    private final int[] targetBits;

    /**
     * @throws IllegalArgumentException when two signatures share an id
     */
    public SignatureSet(List<Signature> signatures) {
        this.signatures = List.copyOf(signatures);
        Set<String> ids = new HashSet<>();
        Map<String, Integer> numbers = new HashMap<>();
        List<String> words = new ArrayList<>();
        List<List<Integer>> users = new ArrayList<>();
        for (int i = 0; i < this.signatures.size(); i++) {
            Signature signature = this.signatures.get(i);
            if (!ids.add(signature.id())) {
                throw new IllegalArgumentException("two signatures have the id '" + signature.id() + "'");
            }
            for (String literal : signature.literals()) {
                int number = numbers.computeIfAbsent(literal, word -> {
                    words.add(word);
                    users.add(new ArrayList<>());
                    return words.size() - 1;
                });
                users.get(number).add(i);
            }
        }
        automaton = new LiteralAutomaton(words);
        ofWord = users.stream()
                .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
        targetBits = this.signatures.stream().mapToInt(Signature::targetBits).toArray();
    }

    public List<Signature> signatures() {
        return signatures;
    }

    LiteralAutomaton automaton() {
        return automaton;
    }

    int words() {
        return ofWord.length;
    }

    int[] ofWord(int word) {
        return ofWord[word];
    }

    boolean looksAt(int signature, Target target) {
        return (targetBits[signature] & target.bit) != 0;
    }
}
