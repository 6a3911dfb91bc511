/** Assessment to Verdict, checked file to FileVerdict: asks VirusTotal and Zscaler. */
@NullMarked
package io.selfheal.enrichment;

import org.jspecify.annotations.NullMarked;
