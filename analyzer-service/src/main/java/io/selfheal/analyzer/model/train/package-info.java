/** Training: rows from history, forests from rows, and a report that says how good they are. */
@NullMarked
package io.selfheal.analyzer.model.train;

import org.jspecify.annotations.NullMarked;
