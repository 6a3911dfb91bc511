/** The way to and from Kafka: decisions, policy and orders in; outcomes, vitals and alerts out. */
@NullMarked
package io.selfheal.responder.link;

import org.jspecify.annotations.NullMarked;
