/** When the model looks at a profile. */
@NullMarked
package io.selfheal.analyzer.model.watch;

import org.jspecify.annotations.NullMarked;
