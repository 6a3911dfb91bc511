/** Kafka's own broker in processes of their own, from files of properties. */
@NullMarked
package io.selfheal.e2e.broker;

import org.jspecify.annotations.NullMarked;
