/** {@code selfheal train} and {@code selfheal model}: making, comparing and choosing versions of the anomaly model. */
@NullMarked
package io.selfheal.standalone.train;

import org.jspecify.annotations.NullMarked;
