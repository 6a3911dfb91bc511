/** What a channel to people is and how a delivery can end. */
@NullMarked
package io.selfheal.notifier.channel;

import org.jspecify.annotations.NullMarked;
