/** Lookups that wait, the highest score first. */
@NullMarked
package io.selfheal.enrichment.queue;

import org.jspecify.annotations.NullMarked;
