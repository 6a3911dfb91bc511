/** SecurityEvent to SourceProfile to Assessment to Decision: Quarkus around a Kafka Streams topology. */
@NullMarked
package io.selfheal.analyzer;

import org.jspecify.annotations.NullMarked;
