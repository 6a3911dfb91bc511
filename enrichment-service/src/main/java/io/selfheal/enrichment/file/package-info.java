/** Outcome to FileVerdict: asks about files that nodes checked, by their hash, and tells people. */
@NullMarked
package io.selfheal.enrichment.file;

import org.jspecify.annotations.NullMarked;
