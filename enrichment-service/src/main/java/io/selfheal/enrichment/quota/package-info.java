/** How often a provider may be asked. */
@NullMarked
package io.selfheal.enrichment.quota;

import org.jspecify.annotations.NullMarked;
