/**
 * Real things to test against, made by the test itself and gone after it: network namespaces with real servers and
 * attackers, and containers with a real systemd. Everything a run makes carries the run's name, {@code sh} and eight
 * hex digits, so that it can be found and removed even after a crash.
 */
@NullMarked
package io.selfheal.e2e.lab;

import org.jspecify.annotations.NullMarked;
