/** What becomes of an order: who may ask for what here, once each, in time, within bounds, approved where needed. */
@NullMarked
package io.selfheal.responder.order;

import org.jspecify.annotations.NullMarked;
