/** What drops packets: our own table in the kernel, or a ledger that only pretends. */
@NullMarked
package io.selfheal.responder.firewall;

import org.jspecify.annotations.NullMarked;
