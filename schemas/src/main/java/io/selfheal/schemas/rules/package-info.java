/**
 * What is said about rules, whatever their kind: where they stand, what they are, what is wrong with them. Parsers are
 * the collector's, scenarios and signatures the analyzer's; both report in these words.
 */
@NullMarked
package io.selfheal.schemas.rules;

import org.jspecify.annotations.NullMarked;
