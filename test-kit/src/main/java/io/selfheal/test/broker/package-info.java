/** A real Kafka broker for tests. */
@NullMarked
package io.selfheal.test.broker;

import org.jspecify.annotations.NullMarked;
