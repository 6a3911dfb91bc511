@NullMarked
package io.selfheal.collector.syslog;

import org.jspecify.annotations.NullMarked;
