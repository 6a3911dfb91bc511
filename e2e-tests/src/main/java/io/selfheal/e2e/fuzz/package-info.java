/** Lines that nobody wrote, put to all parsers and signatures: no exception, no line over its time bound. */
@NullMarked
package io.selfheal.e2e.fuzz;

import org.jspecify.annotations.NullMarked;
