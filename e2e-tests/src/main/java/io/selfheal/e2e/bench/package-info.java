/** Measures what docs/development.md and the README quote, with the budget beside each figure. */
@NullMarked
package io.selfheal.e2e.bench;

import org.jspecify.annotations.NullMarked;
