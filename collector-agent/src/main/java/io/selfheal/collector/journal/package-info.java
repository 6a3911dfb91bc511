/** The systemd journal, read through {@code journalctl}. */
@NullMarked
package io.selfheal.collector.journal;

import org.jspecify.annotations.NullMarked;
