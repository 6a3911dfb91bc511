/** How well rules and thresholds did, measured by what people found out. */
@NullMarked
package io.selfheal.analyzer.tune;

import org.jspecify.annotations.NullMarked;
