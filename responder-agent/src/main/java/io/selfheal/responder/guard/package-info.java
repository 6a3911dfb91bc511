/** Who is never blocked here, whoever asks. */
@NullMarked
package io.selfheal.responder.guard;

import org.jspecify.annotations.NullMarked;
