/** {@code selfheal rules}: lists, tests and judges the rules that ship and an administrator's own. */
@NullMarked
package io.selfheal.standalone.rules;

import org.jspecify.annotations.NullMarked;
