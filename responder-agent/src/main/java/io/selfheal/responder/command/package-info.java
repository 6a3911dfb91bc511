/** The node's own commands: status, decisions, block, unblock, allow, approve. */
@NullMarked
package io.selfheal.responder.command;

import org.jspecify.annotations.NullMarked;
