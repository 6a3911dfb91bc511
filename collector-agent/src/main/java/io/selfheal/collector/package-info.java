/** LogLine to SecurityEvent: plain Java, no framework. */
@NullMarked
package io.selfheal.collector;

import org.jspecify.annotations.NullMarked;
