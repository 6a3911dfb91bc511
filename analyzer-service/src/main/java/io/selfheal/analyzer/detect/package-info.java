/** One event and one profile in, findings out: where the parts of detection meet. */
@NullMarked
package io.selfheal.analyzer.detect;

import org.jspecify.annotations.NullMarked;
