/** Syslog from the network: received over UDP, TCP and TLS, spooled on disk, read from there. */
@NullMarked
package io.selfheal.collector.syslog;

import org.jspecify.annotations.NullMarked;
