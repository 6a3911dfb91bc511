/** What other projects published, with the answers they expect, put to the real parsers and the real detection. */
@NullMarked
package io.selfheal.e2e.corpus;

import org.jspecify.annotations.NullMarked;
