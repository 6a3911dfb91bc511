/** Compressed files, of the node's own and of strangers. */
@NullMarked
package io.selfheal.agent.unpack;

import org.jspecify.annotations.NullMarked;
