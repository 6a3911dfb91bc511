/** What an administrator does to the whole fleet through Kafka: orders to the analyzer, entries of the policy. */
@NullMarked
package io.selfheal.standalone.fleet;

import org.jspecify.annotations.NullMarked;
