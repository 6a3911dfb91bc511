/** What others are told of SelfHeal: Prometheus, Grafana and systems that keep logs, by the files of {@code deploy}. */
@NullMarked
package io.selfheal.e2e.monitor;

import org.jspecify.annotations.NullMarked;
