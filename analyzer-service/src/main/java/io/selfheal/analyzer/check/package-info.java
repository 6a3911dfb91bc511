/** Rules judged by people's standards: do their examples come out, are they slow, do they stand in each other's way. */
@NullMarked
package io.selfheal.analyzer.check;

import org.jspecify.annotations.NullMarked;
