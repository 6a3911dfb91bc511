/** What the fleet knows of one address. */
@NullMarked
package io.selfheal.standalone.reputation;

import org.jspecify.annotations.NullMarked;
