package io.selfheal.e2e.corpus;

import io.selfheal.collector.parse.SourceType;
import io.selfheal.e2e.corpus.Corpus.CrsRequest;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether a single request comes to notice (30 points) if, and only if, it is an attack.
 *
 * @param attacks for each paranoia level the attacks
 * @param nearMisses for each paranoia level the near misses
 * @param attacksByKind the attacks of level 1 by the kind of rule
 */
public record CrsRequests(
        Map<Integer, Tally> attacks, Map<Integer, Tally> nearMisses, Map<String, Tally> attacksByKind) {

    public static CrsRequests measure(Corpus corpus) throws IOException {
        CrsRequests figures = new CrsRequests(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        for (CrsRequest request : corpus.crsRequests()) {
            boolean seen =
                    Judged.ofLine(request.line(), SourceType.parse("access")).isAnybodySeen();
            String what = request.rule() + ": " + request.line();
            (request.attack() ? figures.attacks : figures.nearMisses)
                    .computeIfAbsent(request.level(), level -> new Tally())
                    .add(request.attack() == seen, what);
            if (request.attack() && request.level() == 1) {
                figures.attacksByKind
                        .computeIfAbsent(request.kind(), kind -> new Tally())
                        .add(seen, what);
            }
        }
        return figures;
    }
}
