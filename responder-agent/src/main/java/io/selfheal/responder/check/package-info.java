/** What is outdated on a node: packages, firmware, what still runs the old code. */
@NullMarked
package io.selfheal.responder.check;

import org.jspecify.annotations.NullMarked;
