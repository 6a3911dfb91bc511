/** Actions that others wrote: what the firewall was told, they are told too. */
@NullMarked
package io.selfheal.responder.plugin;

import org.jspecify.annotations.NullMarked;
