/** The embedded broker: a real single-node KRaft Kafka inside this JVM. */
@NullMarked
package io.selfheal.standalone.broker;

import org.jspecify.annotations.NullMarked;
