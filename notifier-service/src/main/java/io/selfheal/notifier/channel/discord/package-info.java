/** Discord's webhooks. */
@NullMarked
package io.selfheal.notifier.channel.discord;

import org.jspecify.annotations.NullMarked;
