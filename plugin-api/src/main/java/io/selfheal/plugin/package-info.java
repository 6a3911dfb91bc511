/** What a plugin is written against: this package, the records of {@code io.selfheal.schemas}, and the JDK. */
@NullMarked
package io.selfheal.plugin;

import org.jspecify.annotations.NullMarked;
