/** The hand-written way through access logs; it must agree with {@code parsers/access.yaml}. */
@NullMarked
package io.selfheal.collector.parse.access;

import org.jspecify.annotations.NullMarked;
