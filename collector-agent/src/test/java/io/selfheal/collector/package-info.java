@NullMarked
package io.selfheal.collector;

import org.jspecify.annotations.NullMarked;
