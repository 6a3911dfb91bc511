/** The wire format: JSON in the Elastic Common Schema, held to golden samples of every version. */
@NullMarked
package io.selfheal.schemas.codec;

import org.jspecify.annotations.NullMarked;
