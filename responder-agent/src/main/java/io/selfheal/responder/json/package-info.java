/** JSON as plain maps and lists: the state files and the local socket. */
@NullMarked
package io.selfheal.responder.json;

import org.jspecify.annotations.NullMarked;
