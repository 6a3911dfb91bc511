/** How fast lines are parsed, measured on lines made in memory. */
@NullMarked
package io.selfheal.collector.parse.bench;

import org.jspecify.annotations.NullMarked;
