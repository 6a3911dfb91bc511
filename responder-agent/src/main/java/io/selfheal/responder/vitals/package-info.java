/** How the host does: read from /proc and /sys, compared with thresholds, told to people when it lasts. */
@NullMarked
package io.selfheal.responder.vitals;

import org.jspecify.annotations.NullMarked;
