/** Cuts the host off by an order of a person, and lets it back: nothing that decides by itself leads here. */
@NullMarked
package io.selfheal.responder.isolate;

import org.jspecify.annotations.NullMarked;
