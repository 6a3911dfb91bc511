/** The settings under selfheal.notifier, typed and checked. */
@NullMarked
package io.selfheal.notifier.config;

import org.jspecify.annotations.NullMarked;
