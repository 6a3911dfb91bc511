/** What the model sees of a source: the same figures in training and in scoring. */
@NullMarked
package io.selfheal.analyzer.model.feature;

import org.jspecify.annotations.NullMarked;
