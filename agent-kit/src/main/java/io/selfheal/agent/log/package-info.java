/**
 * Logging of the agents: a fixed message and escaped {@code key=value} pairs, one line an event, through
 * {@link System.Logger}; so that the standalone's own log takes them as they are.
 */
@NullMarked
package io.selfheal.agent.log;

import org.jspecify.annotations.NullMarked;
