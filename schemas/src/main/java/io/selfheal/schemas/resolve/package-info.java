/** Resolutions: what people found out about a source. */
@NullMarked
package io.selfheal.schemas.resolve;

import org.jspecify.annotations.NullMarked;
