/** Assessment to Verdict: asks VirusTotal and Zscaler. */
@NullMarked
package io.selfheal.enrichment;

import org.jspecify.annotations.NullMarked;
