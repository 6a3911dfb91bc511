package io.selfheal.collector.explain;

import io.selfheal.collector.parse.LogLine;
import io.selfheal.collector.parse.ParseResult;

/** One way to show what became of lines. */
interface ExplainPrinter {
    /** Shows one line; numbers begin with 1. */
    void print(long number, LogLine line, ParseResult result);

    /** After the last line. */
    void end();
}
