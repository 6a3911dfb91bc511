/** {@code selfheal demo}: recorded attacks beside this machine's own logs, seen, scored and blocked in simulation. */
@NullMarked
package io.selfheal.standalone.demo;

import org.jspecify.annotations.NullMarked;
