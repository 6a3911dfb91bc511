/** What the two agents share: typed configuration and logging. */
@NullMarked
package io.selfheal.agent.config;

import org.jspecify.annotations.NullMarked;
