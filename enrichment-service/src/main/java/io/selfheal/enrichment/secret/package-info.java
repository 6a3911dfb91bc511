/** Keys of the providers: read again when they change, never printed. */
@NullMarked
package io.selfheal.enrichment.secret;

import org.jspecify.annotations.NullMarked;
