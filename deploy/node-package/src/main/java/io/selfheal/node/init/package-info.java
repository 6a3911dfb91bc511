/** A node's configuration, asked for step by step. */
@NullMarked
package io.selfheal.node.init;

import org.jspecify.annotations.NullMarked;
