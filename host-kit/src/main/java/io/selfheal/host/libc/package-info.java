/** Calls into the C library, for what the JDK does not have. */
@NullMarked
package io.selfheal.host.libc;

import org.jspecify.annotations.NullMarked;
