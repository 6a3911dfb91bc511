package io.selfheal.responder.state;

import io.selfheal.agent.log.Log;
import io.selfheal.responder.reconcile.Overrides;
import io.selfheal.responder.reconcile.Reports.Report;
import io.selfheal.responder.reconcile.Wanted;
import io.selfheal.responder.reconcile.Wanted.Origin;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.outcome.Outcome.Status;
import io.selfheal.schemas.policy.AllowEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the responder remembers on disk: {@code desired.jsonl}, the fleet's verified decisions with what was reported
 * about each, {@code ended.jsonl}, which of them were lifted before their time, and {@code overrides.jsonl}, what the
 * administrator of this node said. A damaged file is put aside and
 * said so; the kernel's own set stays in force meanwhile.
 */
public final class NodeStore {
    private static final Log LOG = Log.of(NodeStore.class);

    private final CheckedFile desiredFile;
    private final CheckedFile endedFile;
    private final CheckedFile overridesFile;

    /**
     * The fleet's decisions, and what was reported about each target.
     */
    public record Desired(List<Wanted> wanted, Map<Cidr, Report> reports) {
        public static final Desired NONE = new Desired(List.of(), Map.of());
    }

    /** @throws IOException if the directory cannot be made */
    public NodeStore(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---")));
        }
        this.desiredFile = new CheckedFile(directory.resolve("desired.jsonl"));
        this.endedFile = new CheckedFile(directory.resolve("ended.jsonl"));
        this.overridesFile = new CheckedFile(directory.resolve("overrides.jsonl"));
    }

    public void saveDesired(Desired desired) throws IOException {
        List<Map<String, Object>> lines = new ArrayList<>(desired.wanted().size());
        for (Wanted wanted : desired.wanted()) {
            Map<String, Object> line = line(wanted);
            Report report = desired.reports().get(wanted.target());
            if (report != null && report.id().equals(wanted.id())) {
                line.put("reported", report.status().name());
                line.put("because", report.reason());
            }
            lines.add(line);
        }
        desiredFile.write(lines);
    }

    public Desired loadDesired() {
        List<Wanted> wanted = new ArrayList<>();
        Map<Cidr, Report> reports = new HashMap<>();
        for (Map<String, Object> line : lines(desiredFile)) {
            Wanted one = wanted(line, Origin.FLEET);
            wanted.add(one);
            if (line.get("reported") instanceof String status) {
                String reason = String.valueOf(line.getOrDefault("because", ""));
                reports.put(one.target(), new Report(one.id(), Status.valueOf(status), reason));
            }
        }
        return new Desired(wanted, reports);
    }

    /** @param ended when blocks that were lifted would have ended, by their decisions' ids */
    public void saveEnded(Map<String, Instant> ended) throws IOException {
        List<Map<String, Object>> lines = new ArrayList<>(ended.size());
        ended.forEach((id, until) -> lines.add(Map.of("id", id, "until", until)));
        endedFile.write(lines);
    }

    public Map<String, Instant> loadEnded() {
        Map<String, Instant> ended = new HashMap<>();
        lines(endedFile).forEach(line -> ended.put(text(line, "id"), instant(line, "until")));
        return ended;
    }

    public void saveOverrides(Overrides overrides) throws IOException {
        List<Map<String, Object>> lines = new ArrayList<>();
        for (Wanted block : overrides.blocks()) {
            Map<String, Object> line = line(block);
            line.put("kind", "block");
            lines.add(line);
        }
        for (AllowEntry entry : overrides.allows()) {
            Map<String, Object> line = kind("allow");
            line.put("network", entry.network());
            line.put("label", entry.label());
            line.put("by", entry.addedBy());
            if (entry.expires() != null) {
                line.put("expires", entry.expires());
            }
            lines.add(line);
        }
        overrides.unblocked().forEach((target, upTo) -> {
            Map<String, Object> line = kind("unblocked");
            line.put("target", target);
            line.put("upTo", upTo);
            lines.add(line);
        });
        if (overrides.allUnblockedUpTo() != null) {
            Map<String, Object> line = kind("all-unblocked");
            line.put("upTo", overrides.allUnblockedUpTo());
            lines.add(line);
        }
        for (String id : overrides.approved()) {
            Map<String, Object> line = kind("approved");
            line.put("id", id);
            lines.add(line);
        }
        overridesFile.write(lines);
    }

    public Overrides loadOverrides() {
        List<Wanted> blocks = new ArrayList<>();
        List<AllowEntry> allows = new ArrayList<>();
        Map<Cidr, Instant> unblocked = new HashMap<>();
        Instant all = null;
        Set<String> approved = new HashSet<>();
        for (Map<String, Object> line : lines(overridesFile)) {
            switch (text(line, "kind")) {
                case "block" -> blocks.add(wanted(line, Origin.LOCAL));
                case "allow" -> allow(line).ifPresent(allows::add);
                case "unblocked" -> unblocked.put(Cidr.parse(text(line, "target")), instant(line, "upTo"));
                case "all-unblocked" -> all = instant(line, "upTo");
                case "approved" -> approved.add(text(line, "id"));
                default -> LOG.warn("a line of the overrides is of a newer version and is left out");
            }
        }
        return new Overrides(blocks, allows, unblocked, all, approved);
    }

    /** Empty for one that is too wide to count; older versions took it. */
    private static Optional<AllowEntry> allow(Map<String, Object> line) {
        Cidr network = Cidr.parse(text(line, "network"));
        if (AllowEntry.isTooWide(network)) {
            LOG.warn("this node's allowlist holds nearly everybody, and that is left out", "network", network);
            return Optional.empty();
        }
        Instant expires = line.containsKey("expires") ? instant(line, "expires") : null;
        return Optional.of(new AllowEntry(network, text(line, "label"), text(line, "by"), expires));
    }

    private static List<Map<String, Object>> lines(CheckedFile file) {
        try {
            List<Map<String, Object>> lines = file.read();
            lines.forEach(NodeStore::check);
            return lines;
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            LOG.error("a state file is damaged; it is put aside, and the firewall stays as it is", "cause", e);
            try {
                file.setAside();
            } catch (IOException again) {
                LOG.error("the damaged state file cannot be put aside", "cause", again);
            }
            return List.of();
        }
    }

    /** Reads what can be wrong in a line before any of it is used. */
    private static void check(Map<String, Object> line) {
        for (String name : List.of("issued", "expires", "upTo", "until")) {
            if (line.containsKey(name)) {
                instant(line, name);
            }
        }
        for (String name : List.of("target", "network")) {
            if (line.containsKey(name)) {
                Cidr.parse(text(line, name));
            }
        }
        if (line.get("reported") instanceof String status) {
            Status.valueOf(status);
        }
    }

    private static Map<String, Object> kind(String kind) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("kind", kind);
        return line;
    }

    private static Map<String, Object> line(Wanted wanted) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("target", wanted.target());
        line.put("id", wanted.id());
        line.put("issued", wanted.issued());
        line.put("expires", wanted.expires());
        line.put("score", wanted.score());
        line.put("by", wanted.by());
        line.put("reason", wanted.reason());
        if (wanted.simulated()) {
            line.put("simulated", true);
        }
        return line;
    }

    private static Wanted wanted(Map<String, Object> line, Origin origin) {
        Instant issued = instant(line, "issued");
        long score = line.get("score") instanceof Long number ? number : 0;
        return new Wanted(
                Cidr.parse(text(line, "target")),
                text(line, "id"),
                issued,
                instant(line, "expires"),
                issued,
                (int) score,
                text(line, "by"),
                text(line, "reason"),
                origin,
                Boolean.TRUE.equals(line.get("simulated")));
    }

    private static String text(Map<String, Object> line, String name) {
        @Nullable Object value = line.get(name);
        return Objects.toString(value, "");
    }

    private static Instant instant(Map<String, Object> line, String name) {
        return Instant.parse(text(line, name));
    }
}
