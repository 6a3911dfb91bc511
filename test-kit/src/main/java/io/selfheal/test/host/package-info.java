/** What a host has for its processes, for tests. */
@NullMarked
package io.selfheal.test.host;

import org.jspecify.annotations.NullMarked;
