/** The anomaly model: an optional signal beside the rules. */
@NullMarked
package io.selfheal.analyzer.model;

import org.jspecify.annotations.NullMarked;
