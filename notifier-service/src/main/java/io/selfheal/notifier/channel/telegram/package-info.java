/** Telegram's Bot API. */
@NullMarked
package io.selfheal.notifier.channel.telegram;

import org.jspecify.annotations.NullMarked;
