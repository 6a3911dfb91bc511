@NullMarked
package io.selfheal.collector.checkpoint;

import org.jspecify.annotations.NullMarked;
