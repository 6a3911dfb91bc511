package io.selfheal.analyzer.signature;

import io.selfheal.schemas.assess.ThreatClass;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An attack that is recognised in one request.
 *
 * @param id unique among signatures
 * @param version of this signature
 * @param family what scenarios ask for: {@code sqli}, {@code sensitive-file}, …
 * @param threatClass DET-30
 * @param technique MITRE ATT&CK id; null where none fits
 * @param score base score of a hit: 95 is a confirmed attack, 30 to 50 a weak sign
 * @param where the parts of a request that are searched
 * @param refusedOnly whether a request that was answered well is none: pages that some sites do have
 * @param literals lower-case words, one of which must occur before anything else is tried
 * @param pattern what must match the decoded, lower-case text; null: a literal suffices
 * @param reason one plain sentence
 * @param examples requests that must hit
 * @param nearMisses requests that must not
 */
public record Signature(
        String id,
        String version,
        String family,
        ThreatClass threatClass,
        @Nullable String technique,
        int score,
        Set<Target> where,
        boolean refusedOnly,
        List<String> literals,
        @Nullable Pattern pattern,
        String reason,
        List<SampleRequest> examples,
        List<SampleRequest> nearMisses) {
    public Signature {
        where = Set.copyOf(where);
        literals = List.copyOf(literals);
        examples = List.copyOf(examples);
        nearMisses = List.copyOf(nearMisses);
    }

    int targetBits() {
        return where.stream().mapToInt(target -> target.bit).reduce(0, (a, b) -> a | b);
    }
}
