/** Which assessments are worth a lookup. */
@NullMarked
package io.selfheal.enrichment.gate;

import org.jspecify.annotations.NullMarked;
