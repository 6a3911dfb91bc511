/** How records come and go: dead letters and acknowledgements. */
@NullMarked
package io.selfheal.notifier.kafka;

import org.jspecify.annotations.NullMarked;
