package io.selfheal.collector.explain;

import io.selfheal.collector.parse.LogLine;
import io.selfheal.collector.parse.ParseResult;
import java.util.List;

/** One way to show what became of lines. */
interface ExplainPrinter {
    /**
     * Shows one line.
     *
     * @param number begins with 1
     * @param recognised the attacks in it
     */
    void print(long number, LogLine line, ParseResult result, List<Recognised> recognised);

    /** After the last line. */
    void end();
}
