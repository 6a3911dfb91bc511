/** What people read about an incident. */
@NullMarked
package io.selfheal.notifier.message;

import org.jspecify.annotations.NullMarked;
