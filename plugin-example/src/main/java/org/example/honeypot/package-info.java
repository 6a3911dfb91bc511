/** An example of a plugin: lines of a small honeypot, and accounts that nobody should ever try. */
@NullMarked
package org.example.honeypot;

import org.jspecify.annotations.NullMarked;
