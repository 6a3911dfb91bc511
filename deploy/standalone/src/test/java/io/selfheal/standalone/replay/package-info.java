@NullMarked
package io.selfheal.standalone.replay;

import org.jspecify.annotations.NullMarked;
