/** A real HTTP server for tests. */
@NullMarked
package io.selfheal.test.http;

import org.jspecify.annotations.NullMarked;
