/** Files as Linux has them: their names are bytes, which need not be text; what tells them apart, and who has them. */
@NullMarked
package io.selfheal.host.file;

import org.jspecify.annotations.NullMarked;
