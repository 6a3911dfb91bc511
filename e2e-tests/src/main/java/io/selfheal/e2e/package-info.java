/** Whole-system tests, architecture rules, benchmarks. */
@NullMarked
package io.selfheal.e2e;

import org.jspecify.annotations.NullMarked;
