/** History through the real core, in event time, without Kafka. */
@NullMarked
package io.selfheal.analyzer.replay;

import org.jspecify.annotations.NullMarked;
