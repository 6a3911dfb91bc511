@NullMarked
package io.selfheal.standalone.train;

import org.jspecify.annotations.NullMarked;
