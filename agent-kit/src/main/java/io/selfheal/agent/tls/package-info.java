/** Certificates that a configuration names: when they end. */
@NullMarked
package io.selfheal.agent.tls;

import org.jspecify.annotations.NullMarked;
