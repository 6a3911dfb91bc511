/** YAML files read key by key, with the line and column of every mistake. */
@NullMarked
package io.selfheal.analyzer.yaml;

import org.jspecify.annotations.NullMarked;
