/** Copies of what a node cannot lose: archives with a manifest, kept, verified and restored. */
@NullMarked
package io.selfheal.responder.backup;

import org.jspecify.annotations.NullMarked;
