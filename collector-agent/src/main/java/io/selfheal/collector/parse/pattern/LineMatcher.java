package io.selfheal.collector.parse.pattern;

import java.util.Arrays;

/** A pattern at work on the lines of one source. Reused; not thread-safe. */
public final class LineMatcher {
    private final LinePattern pattern;
    private final BoundedText text;
    /** By group: where it begins and ends in the bytes; -1: it has matched nothing. */
    final int[] groups;

    final int[] locals;
    byte[] bytes = new byte[0];
    int from;
    int to;
    /** Where the part that was matched on its own last ends. */
    int accepted;

    public LineMatcher(LinePattern pattern, BoundedText text) {
        this.pattern = pattern;
        this.text = text;
        this.groups = new int[2 * pattern.groups() + 2];
        this.locals = new int[pattern.locals()];
    }

    /**
     * Whether the pattern matches all of the text as it is now.
     *
     * @throws BoundedText.Exhausted if the line was read too often
     */
    public boolean matches() {
        bytes = text.bytes();
        from = text.from();
        to = from + text.length();
        Arrays.fill(groups, -1);
        return pattern.begin().mayBegin(this, from) && pattern.begin().step().match(this, from);
    }

    /** Index in the bytes of a group's beginning; -1 if it has matched nothing. */
    public int start(int group) {
        return groups[2 * group];
    }

    public int end(int group) {
        return groups[2 * group + 1];
    }

    void spend(int reads) {
        text.spend(reads);
    }

    /** Goes on with a group filled, which is taken back if what follows does not match. */
    boolean matchWithGroup(int group, int start, int end, Step next) {
        int startBefore = groups[2 * group];
        int endBefore = groups[2 * group + 1];
        groups[2 * group] = start;
        groups[2 * group + 1] = end;
        if (next.match(this, end)) {
            return true;
        }
        groups[2 * group] = startBefore;
        groups[2 * group + 1] = endBefore;
        return false;
    }
}
