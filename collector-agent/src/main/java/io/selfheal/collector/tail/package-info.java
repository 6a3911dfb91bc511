/** Log files as growing byte sequences: found by globs, followed through every kind of rotation, split into lines. */
@NullMarked
package io.selfheal.collector.tail;

import org.jspecify.annotations.NullMarked;
