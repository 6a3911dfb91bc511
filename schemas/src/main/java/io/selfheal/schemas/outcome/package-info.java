/** Outcomes: what became of each action on a node. */
@NullMarked
package io.selfheal.schemas.outcome;

import org.jspecify.annotations.NullMarked;
