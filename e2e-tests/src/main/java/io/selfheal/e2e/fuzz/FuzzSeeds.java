package io.selfheal.e2e.fuzz;

import io.selfheal.analyzer.rules.RuleSet;
import io.selfheal.analyzer.signature.SampleRequest;
import io.selfheal.analyzer.signature.Signature;
import io.selfheal.collector.parse.ParserSet;
import io.selfheal.collector.parse.bench.LineMaker;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What lines are made from: the examples and near misses of every parser and every signature, and everyday lines. */
final class FuzzSeeds {
    private FuzzSeeds() {}

    static List<byte[]> of(ParserSet parsers, RuleSet rules) {
        List<byte[]> seeds = new ArrayList<>();
        parsers.samples().forEach(line -> seeds.add(bytes(line)));
        for (Signature signature : rules.signatures().signatures()) {
            Stream.concat(signature.examples().stream(), signature.nearMisses().stream())
                    .forEach(sample -> seeds.add(bytes(accessLine(sample))));
        }
        Stream.of(new LineMaker(3).sshd(100), new LineMaker(4).access(100))
                .flatMap(text -> new String(text, StandardCharsets.UTF_8).lines())
                .forEach(line -> seeds.add(bytes(line)));
        seeds.removeIf(line -> line.length == 0);
        return List.copyOf(seeds);
    }

    private static String accessLine(SampleRequest sample) {
        return "203.0.113.9 - - [21/Nov/2026:10:00:00 +0000] \"GET " + sample.url() + " HTTP/1.1\" 404 153 \""
                + (sample.referrer() == null ? "-" : sample.referrer()) + "\" \""
                + (sample.agent() == null ? "curl/8.5.0" : sample.agent()) + "\"";
    }

    private static byte[] bytes(String line) {
        return line.getBytes(StandardCharsets.UTF_8);
    }
}
