/** The model that needs no training: it learns from what it sees. */
@NullMarked
package io.selfheal.analyzer.model.online;

import org.jspecify.annotations.NullMarked;
