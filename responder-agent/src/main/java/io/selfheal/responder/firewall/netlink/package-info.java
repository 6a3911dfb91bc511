/**
 * The kernel's nftables over a netlink socket, through the Foreign Function &amp; Memory API: no program is run and no
 * library loaded. The wire format is that of {@code linux/netlink.h}, {@code linux/netfilter/nfnetlink.h} and {@code
 * linux/netfilter/nf_tables.h}.
 */
@NullMarked
package io.selfheal.responder.firewall.netlink;

import org.jspecify.annotations.NullMarked;
