/** Models on disk: versions with manifests, one of them active. */
@NullMarked
package io.selfheal.analyzer.model.registry;

import org.jspecify.annotations.NullMarked;
