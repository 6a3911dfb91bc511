/** Scans of hosts with nmap and of files with ClamAV. */
@NullMarked
package io.selfheal.responder.scan;

import org.jspecify.annotations.NullMarked;
