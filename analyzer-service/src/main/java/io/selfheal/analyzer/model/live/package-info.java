/** The model at work: active version and challenger, batches, the points that come of it, drift. */
@NullMarked
package io.selfheal.analyzer.model.live;

import org.jspecify.annotations.NullMarked;
