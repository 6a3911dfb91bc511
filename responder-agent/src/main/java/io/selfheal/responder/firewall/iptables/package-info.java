/** iptables with ipset, for nodes without nftables. */
@NullMarked
package io.selfheal.responder.firewall.iptables;

import org.jspecify.annotations.NullMarked;
