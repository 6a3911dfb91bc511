package io.selfheal.analyzer.rules;

import io.selfheal.analyzer.scenario.Scenario;
import io.selfheal.analyzer.scenario.ScenarioEngine;
import io.selfheal.analyzer.signature.Signature;
import io.selfheal.analyzer.signature.SignatureSet;
import io.selfheal.analyzer.yaml.RuleException;
import io.selfheal.schemas.rules.RuleEntry;
import io.selfheal.schemas.rules.RuleKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
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
 * @param files what it was made from; a file may hold rules that another one overrides
 * @param scenarios patterns over time
 * @param signatures attacks in one request
 */
public record RuleSet(String version, List<RuleFile> files, ScenarioEngine scenarios, SignatureSet signatures) {
    /** The files that ship; a test holds the list against the folder. */
    static final List<String> SHIPPED = List.of(
            "scenarios/authentication.yaml",
            "scenarios/files.yaml",
            "scenarios/groups.yaml",
            "scenarios/http-denial.yaml",
            "scenarios/http.yaml",
            "scenarios/mail.yaml",
            "scenarios/network.yaml",
            "scenarios/ssh.yaml",
            "scenarios/wordpress.yaml",
            "signatures/agents.yaml",
            "signatures/command-injection.yaml",
            "signatures/cve-devices.yaml",
            "signatures/cve-not-here.yaml",
            "signatures/cve-products.yaml",
            "signatures/cve.yaml",
            "signatures/files.yaml",
            "signatures/php.yaml",
            "signatures/protocol.yaml",
            "signatures/server-side.yaml",
            "signatures/sqli.yaml",
            "signatures/traversal.yaml",
            "signatures/xss.yaml");

    public RuleSet {
        files = List.copyOf(files);
    }

    /** The rules that come with this version. */
    public static RuleSet shipped() {
        try {
            return over(shippedFiles(), List.of());
        } catch (RuleException e) {
            throw new IllegalStateException("the rules of this build are wrong", e);
        }
    }

    /**
     * The rules that come with this version, and others over them: a rule of the others replaces the shipped one with
     * its id, and {@code disabled: true} takes one away.
     *
     * @throws RuleException if two of the others have the same id, or one turns off what is not there
     */
    public static RuleSet shippedWith(List<RuleFile> others) throws RuleException {
        return over(shippedFiles(), others);
    }

    /** Reads and compiles rule files, nothing shipped beside them. */
    public static RuleSet of(Map<String, byte[]> files) throws RuleException {
        List<RuleFile> read = new ArrayList<>();
        for (Map.Entry<String, byte[]> file : new TreeMap<>(files).entrySet()) {
            read.add(RuleFile.read(file.getKey(), file.getValue()));
        }
        return over(List.of(), read);
    }

    private static List<RuleFile> shippedFiles() {
        List<RuleFile> files = new ArrayList<>();
        for (String name : SHIPPED) {
            try (InputStream in = RuleSet.class.getResourceAsStream("/" + name)) {
                if (in == null) {
                    throw new IllegalStateException("the rules of this build lack " + name);
                }
                files.add(RuleFile.read(name, in.readAllBytes()));
            } catch (IOException e) {
                throw new UncheckedIOException("the rules of this build cannot be read: " + name, e);
            } catch (RuleException e) {
                throw new IllegalStateException("the rules of this build are wrong", e);
            }
        }
        return files;
    }

    private static RuleSet over(List<RuleFile> shipped, List<RuleFile> others) throws RuleException {
        Overrides overrides = Overrides.of(shipped, others);
        List<Scenario> scenarios = new ArrayList<>();
        List<Signature> signatures = new ArrayList<>();
        List<RuleFile> files = new ArrayList<>(shipped);
        files.addAll(others);
        CRC32C checksum = new CRC32C();
        for (RuleFile file : files) {
            checksum.update(file.text().getBytes(StandardCharsets.UTF_8));
            for (Scenario scenario : file.scenarios()) {
                if (overrides.isInForce(RuleKind.SCENARIO, scenario.id(), file)) {
                    scenarios.add(scenario);
                }
            }
            for (Signature signature : file.signatures()) {
                if (overrides.isInForce(RuleKind.SIGNATURE, signature.id(), file)) {
                    signatures.add(signature);
                }
            }
        }
        String version = Long.toHexString(checksum.getValue());
        return new RuleSet(version, files, new ScenarioEngine(scenarios), new SignatureSet(signatures));
    }

    /** What is in force, in the order of the files. */
    public List<RuleEntry> entries() {
        Set<Object> inForce = Collections.newSetFromMap(new IdentityHashMap<>());
        inForce.addAll(scenarios.scenarios());
        inForce.addAll(signatures.signatures());
        List<RuleEntry> entries = new ArrayList<>();
        for (RuleFile file : files) {
            entries.addAll(file.entries(inForce::contains));
        }
        return entries;
    }
}
