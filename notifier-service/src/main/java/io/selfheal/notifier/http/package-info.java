/** One HTTP exchange with a time limit and a bounded answer. */
@NullMarked
package io.selfheal.notifier.http;

import org.jspecify.annotations.NullMarked;
