/** The rules as files: reading, checking and saying what is wrong where. */
@NullMarked
package io.selfheal.analyzer.rules;

import org.jspecify.annotations.NullMarked;
