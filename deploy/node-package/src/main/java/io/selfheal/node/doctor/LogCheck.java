package io.selfheal.node.doctor;

import io.selfheal.collector.parse.ParseResult;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One thing that the newest lines of a log can tell. */
interface LogCheck {
    /**
     * Looks at a log.
     *
     * @param lines what its newest lines became, in their order
     * @param written when the last of them was written
     * @return what a person should know; empty if nothing
     */
    Optional<Finding> look(Path file, List<ParseResult> lines, Instant written);
}
