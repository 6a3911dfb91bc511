package io.selfheal.analyzer.signature;

import io.selfheal.analyzer.yaml.RuleException;
import io.selfheal.analyzer.yaml.YamlSection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The {@code words} of a signature file: lists by name, each of which patterns mention as <code>{{name}}</code>. */
final class WordLists {
    private static final String KEY = "words";
    private static final int LONGEST = 100;
    /** What a word or a literal may be. */
    static final String ALLOWED = "1 to " + LONGEST + " lower-case characters";

    private static final Pattern MENTION = Pattern.compile("\\{\\{([a-z][a-z0-9-]{0,60})}}");

    private final @Nullable YamlSection section;
    private final Map<String, String> groups = new TreeMap<>();
    private final TreeSet<String> unused = new TreeSet<>();

    private WordLists(@Nullable YamlSection section) {
        this.section = section;
    }

    /** Those of a file; it need not have any. */
    static WordLists of(YamlSection file) throws RuleException {
        WordLists lists = new WordLists(file.has(KEY) ? file.section(KEY) : null);
        if (lists.section != null) {
            for (String name : lists.section.keys()) {
                lists.add(lists.section, name);
            }
        }
        return lists;
    }

    /** Whether a text can be found as it stands in one that was decoded and put into lower case. */
    static boolean isWord(String text) {
        return !text.isEmpty() && text.length() <= LONGEST && text.equals(text.toLowerCase(Locale.ROOT));
    }

    private void add(YamlSection from, String name) throws RuleException {
        if (!MENTION.matcher("{{" + name + "}}").matches()) {
            throw from.wrong(name, "is no name of a list; allowed: a small letter, then small letters, digits and '-'");
        }
        if (from.texts(name).isEmpty()) {
            throw from.wrong(name, "is an empty list; allowed: one word or several");
        }
        for (String word : from.texts(name)) {
            if (!isWord(word)) {
                throw from.wrong(name, "has '" + word + "', which is no word; allowed: " + ALLOWED);
            }
        }
        groups.put(name, WordTrie.pattern(from.texts(name)));
        unused.add(name);
    }

    /** A pattern with a group for each mention of a list. */
    String resolve(YamlSection signature, String pattern) throws RuleException {
        Matcher mention = MENTION.matcher(pattern);
        StringBuilder resolved = new StringBuilder();
        while (mention.find()) {
            String group = groups.get(mention.group(1));
            if (group == null) {
                throw signature.wrong(
                        SignatureFile.PATTERN,
                        "mentions '" + mention.group(1) + "', which is no list of " + KEY + "; allowed: "
                                + (groups.isEmpty() ? "none, there is none" : String.join(", ", groups.keySet())));
            }
            unused.remove(mention.group(1));
            mention.appendReplacement(resolved, Matcher.quoteReplacement(group));
        }
        return mention.appendTail(resolved).toString();
    }

    /** Refuses a list that no pattern mentions: it would look as if it did something. */
    void done() throws RuleException {
        if (section != null && !unused.isEmpty()) {
            throw section.wrong(unused.first(), "is mentioned by no pattern; allowed: lists that one mentions");
        }
    }
}
