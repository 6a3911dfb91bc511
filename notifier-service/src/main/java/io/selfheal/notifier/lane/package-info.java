/** One channel's way: new messages, edits, rate limits, retries. */
@NullMarked
package io.selfheal.notifier.lane;

import org.jspecify.annotations.NullMarked;
