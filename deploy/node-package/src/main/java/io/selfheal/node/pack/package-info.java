/** What the build does to the jars of others before it packs them. */
@NullMarked
package io.selfheal.node.pack;

import org.jspecify.annotations.NullMarked;
