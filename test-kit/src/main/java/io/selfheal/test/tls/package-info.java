/** Keys and certificates for tests. */
@NullMarked
package io.selfheal.test.tls;

import org.jspecify.annotations.NullMarked;
