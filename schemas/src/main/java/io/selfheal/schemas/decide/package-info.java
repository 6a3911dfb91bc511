/** Decisions: what is to be in force for a target. */
@NullMarked
package io.selfheal.schemas.decide;

import org.jspecify.annotations.NullMarked;
