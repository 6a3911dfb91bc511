/**
 * What a log line means. {@link io.selfheal.collector.parse.LineParser} is the way in: frame, then the parsers of a
 * {@link io.selfheal.collector.parse.ParserSet}. Plain Java, no clock, no input or output.
 */
@NullMarked
package io.selfheal.collector.parse;

import org.jspecify.annotations.NullMarked;
