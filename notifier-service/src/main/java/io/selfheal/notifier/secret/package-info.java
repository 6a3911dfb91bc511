/** Tokens and webhook addresses: read again when they change, never printed. */
@NullMarked
package io.selfheal.notifier.secret;

import org.jspecify.annotations.NullMarked;
