/** Scenarios and signatures together: what ships, and what a folder adds. */
@NullMarked
package io.selfheal.analyzer.rules;

import org.jspecify.annotations.NullMarked;
