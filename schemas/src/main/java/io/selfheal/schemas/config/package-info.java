/** How a setting describes itself, so that binding, errors and docs/configuration.md share one source. */
@NullMarked
package io.selfheal.schemas.config;

import org.jspecify.annotations.NullMarked;
