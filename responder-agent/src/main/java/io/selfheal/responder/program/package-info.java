/** External programs: by argument vector, with a time limit, bounded output and the C locale; never through a shell. */
@NullMarked
package io.selfheal.responder.program;

import org.jspecify.annotations.NullMarked;
