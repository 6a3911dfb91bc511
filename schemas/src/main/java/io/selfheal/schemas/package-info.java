/** The words of the system: records, topic catalogue, codecs, IP types, signing. No framework. */
@NullMarked
package io.selfheal.schemas;

import org.jspecify.annotations.NullMarked;
