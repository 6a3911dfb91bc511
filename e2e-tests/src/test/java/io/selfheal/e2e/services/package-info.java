/** The fleet's services as systemd units. */
@NullMarked
package io.selfheal.e2e.services;

import org.jspecify.annotations.NullMarked;
