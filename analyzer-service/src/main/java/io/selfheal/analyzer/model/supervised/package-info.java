/** The classifier that learns from how people resolved alerts. */
@NullMarked
package io.selfheal.analyzer.model.supervised;

import org.jspecify.annotations.NullMarked;
