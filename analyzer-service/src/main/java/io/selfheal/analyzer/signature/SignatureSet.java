package io.selfheal.analyzer.signature;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Signatures compiled together: one automaton over all their literals. Immutable, shared by all matchers. */
public final class SignatureSet {
    /** Families that are also searched after quotes were taken out of words, as a shell would. */
    private static final Set<String> COMMANDS = Set.of("rce", "lfi");

    private final List<Signature> signatures;
    private final LiteralAutomaton automaton;
    /** For each literal the signatures that it may begin. */
    private final int[][] ofWord;

    /** For each signature its literals. */
    private final int[][] wordsOf;

    private final int[] targetBits;
    private final boolean[] aboutCommands;

    /**
     * @throws IllegalArgumentException when two signatures share an id
     */
    public SignatureSet(List<Signature> signatures) {
        this.signatures = signatures.stream()
                .sorted(Comparator.comparingInt((Signature signature) -> -signature.score()))
                .toList();
        Set<String> ids = new HashSet<>();
        Map<String, Integer> numbers = new HashMap<>();
        List<String> words = new ArrayList<>();
        List<List<Integer>> users = new ArrayList<>();
        wordsOf = new int[this.signatures.size()][];
        for (int i = 0; i < this.signatures.size(); i++) {
            Signature signature = this.signatures.get(i);
            if (!ids.add(signature.id())) {
                throw new IllegalArgumentException("two signatures have the id '" + signature.id() + "'");
            }
            wordsOf[i] = new int[signature.literals().size()];
            int place = 0;
            for (String literal : signature.literals()) {
                int number = numbers.computeIfAbsent(literal, word -> {
                    words.add(word);
                    users.add(new ArrayList<>());
                    return words.size() - 1;
                });
                users.get(number).add(i);
                wordsOf[i][place++] = number;
            }
        }
        automaton = new LiteralAutomaton(words);
        ofWord = users.stream()
                .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
        targetBits = this.signatures.stream().mapToInt(Signature::targetBits).toArray();
        aboutCommands = new boolean[targetBits.length];
        for (int i = 0; i < aboutCommands.length; i++) {
            aboutCommands[i] = COMMANDS.contains(this.signatures.get(i).family());
        }
    }

    /** The strongest first; their numbers are their places in it. */
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

    int[] wordsOf(int signature) {
        return wordsOf[signature];
    }

    boolean isAboutCommands(int signature) {
        return aboutCommands[signature];
    }

    boolean looksAt(int signature, Target target) {
        return (targetBits[signature] & target.bit) != 0;
    }
}
