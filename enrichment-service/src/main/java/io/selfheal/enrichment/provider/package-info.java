/** What a provider of threat intelligence is and what it can answer. */
@NullMarked
package io.selfheal.enrichment.provider;

import org.jspecify.annotations.NullMarked;
