/** Everything in one JVM with an embedded Kafka broker, and the selfheal command. */
@NullMarked
package io.selfheal.standalone;

import org.jspecify.annotations.NullMarked;
