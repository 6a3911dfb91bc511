/** What stands around a message: syslog headers, journald fields, stamps, repetitions. */
@NullMarked
package io.selfheal.collector.parse.frame;

import org.jspecify.annotations.NullMarked;
