/** Alerts that belong together become one incident. */
@NullMarked
package io.selfheal.notifier.incident;

import org.jspecify.annotations.NullMarked;
