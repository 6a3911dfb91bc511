@NullMarked
package io.selfheal.collector.parse.frame;

import org.jspecify.annotations.NullMarked;
