/** What holds now: scoring, blocking and the allowlist, as the policy topic or a file says it. */
@NullMarked
package io.selfheal.analyzer.policy;

import org.jspecify.annotations.NullMarked;
