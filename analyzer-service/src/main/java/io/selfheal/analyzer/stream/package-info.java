/** Kafka Streams around the thinking: topology, profile store, processors. Holds no rule. */
@NullMarked
package io.selfheal.analyzer.stream;

import org.jspecify.annotations.NullMarked;
