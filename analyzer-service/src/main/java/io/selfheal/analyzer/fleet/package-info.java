/** Whether the fleet's agents are there, and do what they are there for. */
@NullMarked
package io.selfheal.analyzer.fleet;

import org.jspecify.annotations.NullMarked;
