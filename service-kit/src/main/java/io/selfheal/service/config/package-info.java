/** How a service checks its settings before it starts. */
@NullMarked
package io.selfheal.service.config;

import org.jspecify.annotations.NullMarked;
