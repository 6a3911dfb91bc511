/** Security events: what a log line meant. */
@NullMarked
package io.selfheal.schemas.event;

import org.jspecify.annotations.NullMarked;
