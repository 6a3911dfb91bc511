/** The API of a Proxmox VE cluster: who is believed, requests, tasks. */
@NullMarked
package io.selfheal.responder.proxmox;

import org.jspecify.annotations.NullMarked;
