/** Signatures: attacks recognised in one request, written as data. */
@NullMarked
package io.selfheal.analyzer.signature;

import org.jspecify.annotations.NullMarked;
