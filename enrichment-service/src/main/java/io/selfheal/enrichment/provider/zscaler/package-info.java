/** Zscaler Internet Access through OneAPI. */
@NullMarked
package io.selfheal.enrichment.provider.zscaler;

import org.jspecify.annotations.NullMarked;
