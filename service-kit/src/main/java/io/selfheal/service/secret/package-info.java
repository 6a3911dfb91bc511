/** Keys, tokens and webhook addresses: read again when they change, never printed. */
@NullMarked
package io.selfheal.service.secret;

import org.jspecify.annotations.NullMarked;
