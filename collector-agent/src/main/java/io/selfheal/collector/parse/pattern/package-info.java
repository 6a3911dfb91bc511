/** The rules' patterns at work on bytes: the part of Java's syntax that they use, without a character for each byte. */
@NullMarked
package io.selfheal.collector.parse.pattern;

import org.jspecify.annotations.NullMarked;
