/** A service's process: what it tells the service manager, and whether a restart would help it. */
@NullMarked
package io.selfheal.service.life;

import org.jspecify.annotations.NullMarked;
