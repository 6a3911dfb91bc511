/** An agent as a process: from its start to its end, with its configuration read anew on SIGHUP. */
@NullMarked
package io.selfheal.agent.service;

import org.jspecify.annotations.NullMarked;
