/** The hand-written way through sshd's lines; it must agree with {@code parsers/sshd.yaml}. */
@NullMarked
package io.selfheal.collector.parse.sshd;

import org.jspecify.annotations.NullMarked;
