/** Where addresses are: country, place and autonomous system from databases in MaxMind's format, stamped onto events. */
@NullMarked
package io.selfheal.analyzer.geo;

import org.jspecify.annotations.NullMarked;
