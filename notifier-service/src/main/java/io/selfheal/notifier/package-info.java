/** Alert to people: Telegram, Discord. */
@NullMarked
package io.selfheal.notifier;

import org.jspecify.annotations.NullMarked;
