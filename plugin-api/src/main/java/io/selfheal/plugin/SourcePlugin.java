package io.selfheal.plugin;

import java.util.List;

/**
 * Brings log lines from somewhere that is neither a file nor the journal. Runs in the collector, which remembers the
 * position of the last line whose event Kafka acknowledged and asks for what comes after it: nothing is lost by a crash,
 * and a line that is read again has the same event id.
 */
public interface SourcePlugin extends Plugin {
    /**
     * The next lines; an empty list if there are none now. Budget: 5 s, so wait for new lines at most a second or two.
     *
     * @param after the position of the last line that is done; -1 at the very beginning
     * @param most lines that are taken from the answer, at most
     */
    List<SourceLine> read(long after, int most) throws Exception;
}
