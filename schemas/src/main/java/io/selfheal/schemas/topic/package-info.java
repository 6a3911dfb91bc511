/** The typed topic catalogue and the codecs' contract. */
@NullMarked
package io.selfheal.schemas.topic;

import org.jspecify.annotations.NullMarked;
