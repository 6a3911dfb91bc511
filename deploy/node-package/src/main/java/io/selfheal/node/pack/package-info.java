/** What the build changes in the jars of others before it packs them, and what they then use. */
@NullMarked
package io.selfheal.node.pack;

import org.jspecify.annotations.NullMarked;
