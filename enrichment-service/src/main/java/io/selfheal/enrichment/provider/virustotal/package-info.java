/** VirusTotal v3. */
@NullMarked
package io.selfheal.enrichment.provider.virustotal;

import org.jspecify.annotations.NullMarked;
