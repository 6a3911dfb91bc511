package io.selfheal.standalone.replay;

import io.selfheal.analyzer.replay.ReplaySink;
import io.selfheal.analyzer.replay.ReplaySummary;

/** Where a replay's findings are shown. */
interface ReplayReport extends ReplaySink {
    /**
     * What the run took.
     *
     * @param lines lines read
     * @param unparsed lines that no parser understood
     * @param seconds wall-clock time
     * @param cpuSeconds processor time of the whole process, start and compiler included
     */
    record Run(long lines, long unparsed, double seconds, double cpuSeconds) {}

    void summary(ReplaySummary summary, Run run);
}
