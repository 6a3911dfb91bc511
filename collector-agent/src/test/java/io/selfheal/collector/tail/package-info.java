@NullMarked
package io.selfheal.collector.tail;

import org.jspecify.annotations.NullMarked;
