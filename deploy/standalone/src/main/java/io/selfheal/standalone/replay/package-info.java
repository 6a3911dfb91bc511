/** {@code selfheal replay}: history through the real parsers and the real detection core, without Kafka. */
@NullMarked
package io.selfheal.standalone.replay;

import org.jspecify.annotations.NullMarked;
