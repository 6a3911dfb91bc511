/** Verdicts: what threat intelligence says of an address. */
@NullMarked
package io.selfheal.schemas.verdict;

import org.jspecify.annotations.NullMarked;
