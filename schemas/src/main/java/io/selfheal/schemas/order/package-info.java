/** Orders: what a person or the analyzer asks a node, or the analyzer, to do. */
@NullMarked
package io.selfheal.schemas.order;

import org.jspecify.annotations.NullMarked;
