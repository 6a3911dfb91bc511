package io.selfheal.plugin;

/**
 * A line.
 *
 * @param position grows from line to line, 0 or more, and is the same whenever the same line is read
 * @param text without its line end; cut after 64 KiB
 */
public record SourceLine(long position, String text) {
    public SourceLine {
        if (position < 0) {
            throw new IllegalArgumentException("position " + position + " is out of range; allowed: 0 or more");
        }
    }
}
