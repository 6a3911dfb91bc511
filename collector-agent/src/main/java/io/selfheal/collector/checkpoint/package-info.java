/** What is acknowledged, in order, and what of it survives a crash. */
@NullMarked
package io.selfheal.collector.checkpoint;

import org.jspecify.annotations.NullMarked;
