@NullMarked
package io.selfheal.standalone.rules;

import org.jspecify.annotations.NullMarked;
