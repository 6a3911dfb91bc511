/** Sources and parsers that others wrote. */
@NullMarked
package io.selfheal.collector.plugin;

import org.jspecify.annotations.NullMarked;
