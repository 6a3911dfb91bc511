/** Parsers as data: the rule files, their checks, and the engine that runs their patterns. */
@NullMarked
package io.selfheal.collector.parse.rule;

import org.jspecify.annotations.NullMarked;
