/** Signatures of records: who wrote this decision or order, whatever happened to the broker. */
@NullMarked
package io.selfheal.schemas.sign;

import org.jspecify.annotations.NullMarked;
