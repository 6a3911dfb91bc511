/** One provider's way: queue, quota, question, finding. */
@NullMarked
package io.selfheal.enrichment.lane;

import org.jspecify.annotations.NullMarked;
