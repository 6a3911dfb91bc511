/** Isolation forest and robust scaling, in plain Java. */
@NullMarked
package io.selfheal.analyzer.model.forest;

import org.jspecify.annotations.NullMarked;
