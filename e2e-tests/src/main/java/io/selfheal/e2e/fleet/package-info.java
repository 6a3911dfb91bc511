/**
 * SelfHeal as it runs in earnest: broker, analyzer, collector and responder as processes of their own, on a machine of
 * the laboratory.
 */
@NullMarked
package io.selfheal.e2e.fleet;

import org.jspecify.annotations.NullMarked;
