/** Reading numbers, addresses and texts out of bytes, without an object where none is needed. */
@NullMarked
package io.selfheal.collector.parse.scan;

import org.jspecify.annotations.NullMarked;
