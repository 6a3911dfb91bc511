/** From rows to a version that a registry takes. */
@NullMarked
package io.selfheal.analyzer.model.build;

import org.jspecify.annotations.NullMarked;
