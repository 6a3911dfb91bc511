@NullMarked
package io.selfheal.collector.journal;

import org.jspecify.annotations.NullMarked;
