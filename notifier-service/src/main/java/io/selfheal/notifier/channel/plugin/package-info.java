/** Channels that others wrote. */
@NullMarked
package io.selfheal.notifier.channel.plugin;

import org.jspecify.annotations.NullMarked;
