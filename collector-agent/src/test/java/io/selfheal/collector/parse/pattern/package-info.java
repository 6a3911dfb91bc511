@NullMarked
package io.selfheal.collector.parse.pattern;

import org.jspecify.annotations.NullMarked;
