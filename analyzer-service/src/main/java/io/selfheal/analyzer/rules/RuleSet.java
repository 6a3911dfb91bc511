package io.selfheal.analyzer.rules;

import io.selfheal.analyzer.scenario.Scenario;
import io.selfheal.analyzer.scenario.ScenarioEngine;
import io.selfheal.analyzer.scenario.ScenarioFile;
import io.selfheal.analyzer.signature.Signature;
import io.selfheal.analyzer.signature.SignatureFile;
import io.selfheal.analyzer.signature.SignatureSet;
import io.selfheal.analyzer.yaml.RuleException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * Scenarios and signatures that were read, checked and compiled together. Immutable and shared by all partitions; a
 * new set replaces the old one as a whole.
 *
 * @param version a checksum of the files it was made from
 * @param scenarios patterns over time
 * @param signatures attacks in one request
 */
public record RuleSet(String version, ScenarioEngine scenarios, SignatureSet signatures) {
    /** The files that ship; a test holds the list against the folder. */
    static final List<String> SHIPPED = List.of(
            "scenarios/authentication.yaml",
            "scenarios/groups.yaml",
            "scenarios/http-denial.yaml",
            "scenarios/http.yaml",
            "scenarios/mail.yaml",
            "scenarios/network.yaml",
            "scenarios/ssh.yaml",
            "scenarios/wordpress.yaml",
            "signatures/agents.yaml",
            "signatures/command-injection.yaml",
            "signatures/cve.yaml",
            "signatures/files.yaml",
            "signatures/php.yaml",
            "signatures/protocol.yaml",
            "signatures/server-side.yaml",
            "signatures/sqli.yaml",
            "signatures/traversal.yaml",
            "signatures/xss.yaml");

    /** The rules that come with this version. */
    public static RuleSet shipped() {
        Map<String, byte[]> files = new TreeMap<>();
        for (String name : SHIPPED) {
            try (InputStream in = RuleSet.class.getResourceAsStream("/" + name)) {
                if (in == null) {
                    throw new IllegalStateException("the rules of this build lack " + name);
                }
                files.put(name, in.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException("the rules of this build cannot be read: " + name, e);
            }
        }
        try {
            return of(files);
        } catch (RuleException e) {
            throw new IllegalStateException("the rules of this build are wrong", e);
        }
    }

    /**
     * Reads and compiles rule files.
     *
     * @param files contents by name; a name begins with {@code scenarios/} or {@code signatures/}
     */
    public static RuleSet of(Map<String, byte[]> files) throws RuleException {
        List<Scenario> scenarios = new ArrayList<>();
        List<Signature> signatures = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        CRC32C checksum = new CRC32C();
        for (Map.Entry<String, byte[]> file : new TreeMap<>(files).entrySet()) {
            String name = file.getKey();
            checksum.update(file.getValue());
            if (name.startsWith("scenarios/")) {
                for (Scenario scenario : ScenarioFile.read(name, file.getValue())) {
                    requireNew(ids, "scenario " + scenario.id(), name);
                    scenarios.add(scenario);
                }
            } else if (name.startsWith("signatures/")) {
                for (Signature signature : SignatureFile.read(name, file.getValue())) {
                    requireNew(ids, "signature " + signature.id(), name);
                    signatures.add(signature);
                }
            } else {
                throw new RuleException(name, "is in no known folder; allowed: scenarios, signatures");
            }
        }
        String version = Long.toHexString(checksum.getValue());
        return new RuleSet(version, new ScenarioEngine(scenarios), new SignatureSet(signatures));
    }

    private static void requireNew(Set<String> ids, String id, String file) throws RuleException {
        if (!ids.add(id)) {
            throw new RuleException(file, "the " + id + " stands twice; allowed: once");
        }
    }
}
