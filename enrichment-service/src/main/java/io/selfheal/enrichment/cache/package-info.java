/** What is already known: the verdicts topic in memory. */
@NullMarked
package io.selfheal.enrichment.cache;

import org.jspecify.annotations.NullMarked;
