/** Scenarios: patterns over time, written as data. */
@NullMarked
package io.selfheal.analyzer.scenario;

import org.jspecify.annotations.NullMarked;
