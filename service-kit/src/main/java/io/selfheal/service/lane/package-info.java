/** Threads of their own for what waits on others' servers, so that one that is slow holds up nothing else. */
@NullMarked
package io.selfheal.service.lane;

import org.jspecify.annotations.NullMarked;
