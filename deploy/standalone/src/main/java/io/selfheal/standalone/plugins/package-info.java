/** The command that shows, checks and allows plugins. */
@NullMarked
package io.selfheal.standalone.plugins;

import org.jspecify.annotations.NullMarked;
