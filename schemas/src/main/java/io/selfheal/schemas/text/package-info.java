/** Showing text that an attacker may have written. */
@NullMarked
package io.selfheal.schemas.text;

import org.jspecify.annotations.NullMarked;
