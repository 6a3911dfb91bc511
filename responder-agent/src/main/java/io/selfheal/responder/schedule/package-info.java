/** When things are due. */
@NullMarked
package io.selfheal.responder.schedule;

import org.jspecify.annotations.NullMarked;
