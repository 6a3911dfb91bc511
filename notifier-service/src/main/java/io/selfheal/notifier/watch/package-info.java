/** Whether events are judged at all: who else would tell that nobody is told anything. */
@NullMarked
package io.selfheal.notifier.watch;

import org.jspecify.annotations.NullMarked;
