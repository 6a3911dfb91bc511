/** Names of files as Linux has them: bytes, which need not be text. */
@NullMarked
package io.selfheal.host.file;

import org.jspecify.annotations.NullMarked;
