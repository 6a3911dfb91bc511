/** Detectors that others wrote: asked within a budget, their faults kept from the analyzer. */
@NullMarked
package io.selfheal.analyzer.plugin;

import org.jspecify.annotations.NullMarked;
