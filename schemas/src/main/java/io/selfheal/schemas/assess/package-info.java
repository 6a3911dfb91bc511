/** Assessments: how dangerous a subject looks, and why. */
@NullMarked
package io.selfheal.schemas.assess;

import org.jspecify.annotations.NullMarked;
