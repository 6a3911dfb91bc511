package io.selfheal.collector.parse.rule;

import io.selfheal.collector.parse.SourceType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All rules, sorted by who reads them. Immutable; read once, shared by all sources. */
public final class RuleBook {
    /** In the order in which they are tried where several read the same lines. */
    private static final List<String> BUILT_IN = List.of(
            "sshd.yaml",
            "sudo.yaml",
            "su.yaml",
            "proxmox.yaml",
            "proxmox-backup.yaml",
            "access.yaml",
            "access-json.yaml",
            "nginx-error.yaml",
            "apache-error.yaml",
            "firewall.yaml",
            "kernel.yaml",
            "systemd.yaml",
            "pam.yaml");

    private static final String EVERYONE = "*";
    private static final String NOBODY = "-";

    private final List<RuleFile> files;
    private final Map<String, Candidates> byProgram = new HashMap<>();
    private final Map<SourceType, Candidates> byFamily = new EnumMap<>(SourceType.class);
    private final Candidates ofOthers;
    private final List<Rule> jsonRules;

    private RuleBook(List<RuleFile> files) {
        this.files = List.copyOf(files);
        List<Rule> everyones = rules(files.stream()
                .filter(file -> file.programs().contains(EVERYONE))
                .toList());
        ofOthers = new Candidates("syslog", true, everyones);
        TreeSet<String> programs = new TreeSet<>();
        files.forEach(file -> programs.addAll(file.programs()));
        for (String program : programs) {
            List<RuleFile> own = files.stream()
                    .filter(file -> file.programs().contains(program))
                    .toList();
            List<Rule> rules = new ArrayList<>(rules(own));
            rules.addAll(everyones);
            boolean ignored = own.stream().allMatch(RuleFile::ignoreUnmatched);
            byProgram.put(program, new Candidates(own.getFirst().dataset(), ignored, rules));
        }
        for (SourceType type : SourceType.values()) {
            byFamily.put(
                    type,
                    new Candidates(
                            type.wireName(),
                            false,
                            rules(files.stream()
                                    .filter(file -> type == SourceType.AUTO
                                            ? !file.families().isEmpty()
                                            : file.families().contains(type))
                                    .toList())));
        }
        jsonRules = files.stream()
                .flatMap(file -> file.rules().stream())
                .filter(rule -> rule.pattern() == null)
                .toList();
    }

    /** The rules that ship with the collector. */
    public static RuleBook builtIn() {
        List<RuleFile> files = new ArrayList<>();
        int number = 0;
        for (String name : BUILT_IN) {
            RuleFile file = RuleFileReader.read("parsers/" + name, resource("/parsers/" + name), number);
            files.add(file);
            number += file.rules().size();
        }
        return new RuleBook(files);
    }

    /**
     * A book of one file.
     *
     * @throws RuleFileException if the file is wrong
     */
    public static RuleBook of(String fileName, String yaml) {
        return new RuleBook(List.of(RuleFileReader.read(fileName, yaml, 0)));
    }

    /** Rules for a program's messages; null stands for a message without a program. */
    Candidates ofProgram(@Nullable String program) {
        return byProgram.getOrDefault(program == null ? NOBODY : program, ofOthers);
    }

    /** Rules for unframed lines of a source. */
    Candidates ofFamily(SourceType type) {
        return byFamily.getOrDefault(type, ofOthers);
    }

    List<Rule> jsonRules() {
        return jsonRules;
    }

    List<RuleFile> files() {
        return files;
    }

    int size() {
        return files.stream().mapToInt(file -> file.rules().size()).sum();
    }

    private static List<Rule> rules(List<RuleFile> files) {
        return files.stream()
                .flatMap(file -> file.rules().stream())
                .filter(rule -> rule.pattern() != null)
                .toList();
    }

    private static String resource(String path) {
        try (InputStream in = RuleBook.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + path + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
