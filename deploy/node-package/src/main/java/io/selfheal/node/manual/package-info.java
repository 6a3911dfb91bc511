/** The command's manual page and shell completion, made while the package is built. */
@NullMarked
package io.selfheal.node.manual;

import org.jspecify.annotations.NullMarked;
