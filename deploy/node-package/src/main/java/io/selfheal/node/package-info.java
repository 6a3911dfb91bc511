/** The {@code selfheal} command of a node: what works there without any service. */
@NullMarked
package io.selfheal.node;

import org.jspecify.annotations.NullMarked;
