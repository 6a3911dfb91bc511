/** Records on their way through a service. */
@NullMarked
package io.selfheal.service.kafka;

import org.jspecify.annotations.NullMarked;
