/** Whether today's sources are still like those that a model learned from. */
@NullMarked
package io.selfheal.analyzer.model.drift;

import org.jspecify.annotations.NullMarked;
