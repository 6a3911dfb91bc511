/** Section C of the requirements: from what happened to a score. */
@NullMarked
package io.selfheal.analyzer.score;

import org.jspecify.annotations.NullMarked;
