/** That a node was armed or disarmed, and what it did in its first days in earnest. */
@NullMarked
package io.selfheal.responder.arming;

import org.jspecify.annotations.NullMarked;
