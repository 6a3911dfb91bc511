/** An agent as a service of systemd: it says when it is ready, reads its configuration anew on SIGHUP, and stays alive. */
@NullMarked
package io.selfheal.agent.service;

import org.jspecify.annotations.NullMarked;
