/** How fast the collector is and what it costs, measured in a process of its own. */
@NullMarked
package io.selfheal.collector.bench;

import org.jspecify.annotations.NullMarked;
