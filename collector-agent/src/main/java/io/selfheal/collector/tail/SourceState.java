package io.selfheal.collector.tail;

import java.util.Locale;

/** How it stands with a source of lines. */
public enum SourceState {
    /** Its lines are being read. */
    READING(""),
    /** Nothing there: it is waited for. */
    MISSING("the file does not exist; it will be read from its beginning once it appears"),
    /** The system does not let us read it. */
    DENIED("permission denied: add the user to group adm"),
    /** It cannot be read just now, or Kafka takes nothing. */
    WAITING("not readable at the moment; it is tried again"),
    /** Whoever asks its file system for anything waits. */
    HANGING("its file system does not answer; other sources are read on");

    private final String hint;

    SourceState(String hint) {
        this.hint = hint;
    }

    /** As in vitals: {@code reading}, {@code missing}, {@code denied}, {@code waiting} or {@code hanging}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What a person can do about it; empty when nothing is to be done. */
    public String hint() {
        return hint;
    }
}
