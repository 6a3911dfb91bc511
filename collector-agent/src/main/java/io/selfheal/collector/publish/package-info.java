/** Events and vitals on their way to Kafka. */
@NullMarked
package io.selfheal.collector.publish;

import org.jspecify.annotations.NullMarked;
