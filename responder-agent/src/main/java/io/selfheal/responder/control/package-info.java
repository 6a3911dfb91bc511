/** The local socket between the node's commands and the responder. */
@NullMarked
package io.selfheal.responder.control;

import org.jspecify.annotations.NullMarked;
