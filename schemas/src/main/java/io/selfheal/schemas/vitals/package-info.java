/** Vitals: a node agent's sign of life. */
@NullMarked
package io.selfheal.schemas.vitals;

import org.jspecify.annotations.NullMarked;
