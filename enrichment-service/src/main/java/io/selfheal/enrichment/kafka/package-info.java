/** How records come and go: dead letters, acknowledged sends, where reading starts. */
@NullMarked
package io.selfheal.enrichment.kafka;

import org.jspecify.annotations.NullMarked;
