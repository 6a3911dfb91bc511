/** From assessments to decisions and alerts. */
@NullMarked
package io.selfheal.analyzer.decide;

import org.jspecify.annotations.NullMarked;
