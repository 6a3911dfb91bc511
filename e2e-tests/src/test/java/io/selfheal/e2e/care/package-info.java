/** Backups of real databases. */
@NullMarked
package io.selfheal.e2e.care;

import org.jspecify.annotations.NullMarked;
