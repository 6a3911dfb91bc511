/** Alerts: what people should hear of. */
@NullMarked
package io.selfheal.schemas.alert;

import org.jspecify.annotations.NullMarked;
