/** Failed services are restarted, within a budget, and watched until they live. */
@NullMarked
package io.selfheal.responder.heal;

import org.jspecify.annotations.NullMarked;
