/** The settings under selfheal.enrichment, typed and checked. */
@NullMarked
package io.selfheal.enrichment.config;

import org.jspecify.annotations.NullMarked;
