/** Sessions and accounts of people: ended, locked, and every part of a lock undone. */
@NullMarked
package io.selfheal.responder.account;

import org.jspecify.annotations.NullMarked;
