/** Waiting by a clock that people and time servers set. */
@NullMarked
package io.selfheal.agent.time;

import org.jspecify.annotations.NullMarked;
