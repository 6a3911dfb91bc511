/** What is remembered of one source: bounded counts, sketches, scenario states, blocks. */
@NullMarked
package io.selfheal.analyzer.profile;

import org.jspecify.annotations.NullMarked;
