/** What the profiles of sources and those of groups tell each other. */
@NullMarked
package io.selfheal.analyzer.relay;

import org.jspecify.annotations.NullMarked;
