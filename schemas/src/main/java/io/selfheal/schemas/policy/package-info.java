/** Policy entries: who is never blocked, how scores are made, when and how long to block. */
@NullMarked
package io.selfheal.schemas.policy;

import org.jspecify.annotations.NullMarked;
