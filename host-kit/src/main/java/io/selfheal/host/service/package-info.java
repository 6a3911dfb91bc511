/** A process as a service of systemd: it says when it is ready, and gives signs of life. */
@NullMarked
package io.selfheal.host.service;

import org.jspecify.annotations.NullMarked;
