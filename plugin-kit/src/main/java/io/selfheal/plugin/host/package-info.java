/** Loads plugins and keeps their faults to themselves: folder, allow-list, class loader, budget, quarantine. */
@NullMarked
package io.selfheal.plugin.host;

import org.jspecify.annotations.NullMarked;
