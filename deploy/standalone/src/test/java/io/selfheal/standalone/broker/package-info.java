@NullMarked
package io.selfheal.standalone.broker;

import org.jspecify.annotations.NullMarked;
