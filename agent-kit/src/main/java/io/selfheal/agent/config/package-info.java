/**
 * Typed configuration: a YAML file bound to records, with every mistake in it reported at once.
 *
 * <p>{@link io.selfheal.agent.config.YamlConfig} is the way in; {@link io.selfheal.agent.config.ConfigDoc} writes the
 * table of settings from the same records.
 */
@NullMarked
package io.selfheal.agent.config;

import org.jspecify.annotations.NullMarked;
