/** Providers that others wrote. */
@NullMarked
package io.selfheal.enrichment.provider.plugin;

import org.jspecify.annotations.NullMarked;
