/** One HTTP exchange with a time limit and a bounded answer. */
@NullMarked
package io.selfheal.service.http;

import org.jspecify.annotations.NullMarked;
