/** Plugins of a service. */
@NullMarked
package io.selfheal.service.plugin;

import org.jspecify.annotations.NullMarked;
