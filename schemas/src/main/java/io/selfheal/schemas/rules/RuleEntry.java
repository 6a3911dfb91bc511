package io.selfheal.schemas.rules;

import org.jspecify.annotations.Nullable;

/**
 * A rule that is in force.
 *
 * @param id unique in its kind: {@code sshd/failed}, {@code ssh-brute-force}, {@code file-secret}
 * @param version of its file
 * @param technique MITRE ATT&amp;CK id; null where none is named
 */
public record RuleEntry(
        RuleKind kind, String id, String version, @Nullable String technique, RulePlace place) {}
