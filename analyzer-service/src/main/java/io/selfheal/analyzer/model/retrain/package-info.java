/** New versions of the model from the analyzer's own traffic, judged against the one at work. */
@NullMarked
package io.selfheal.analyzer.model.retrain;

import org.jspecify.annotations.NullMarked;
