/** What only root can do, where the responder is not root: asked of a program that root lets systemd start. */
@NullMarked
package io.selfheal.responder.hand;

import org.jspecify.annotations.NullMarked;
