@NullMarked
package io.selfheal.standalone.fleet;

import org.jspecify.annotations.NullMarked;
