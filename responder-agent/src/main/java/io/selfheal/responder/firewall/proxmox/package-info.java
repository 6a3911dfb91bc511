/** The firewall of a Proxmox VE cluster, through its API: one block for every host and guest of it. */
@NullMarked
package io.selfheal.responder.firewall.proxmox;

import org.jspecify.annotations.NullMarked;
