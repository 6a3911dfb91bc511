/** responder.yaml as a tree of records. */
@NullMarked
package io.selfheal.responder.config;

import org.jspecify.annotations.NullMarked;
