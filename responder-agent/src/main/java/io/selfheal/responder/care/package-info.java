/** What a node does by the calendar and for its administrator: backups and checks, from {@code care.yaml}. */
@NullMarked
package io.selfheal.responder.care;

import org.jspecify.annotations.NullMarked;
