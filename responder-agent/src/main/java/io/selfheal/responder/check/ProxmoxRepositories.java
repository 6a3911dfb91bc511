package io.selfheal.responder.check;

import io.selfheal.responder.program.ExternalProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether a Proxmox node gets its updates from where it should: its repositories as apt itself reads them ({@code apt-get
 * indextargets}), its subscription as {@code pvesh} tells it.
 */
public final class ProxmoxRepositories {
    private static final String CHECK = "proxmox-repositories";
    private static final String FORMAT = "$(SITE)|$(RELEASE)|$(COMPONENT)|$(CREATED_BY)";
    private static final int MOST_LINES = 2000;

    private final ExternalProgram aptGet;
    private final ExternalProgram pvesh;

    public ProxmoxRepositories(ExternalProgram aptGet, ExternalProgram pvesh) {
        this.aptGet = aptGet;
        this.pvesh = pvesh;
    }

    /** One that is enabled; the archive is {@code pve}, {@code ceph-squid}, {@code debian}, … */
    private record Repository(String archive, String release, String component) {
        boolean isProxmox() {
            return archive.equals("pve") || archive.equals("pbs") || archive.equals("pmg") || isCeph();
        }

        boolean isCeph() {
            return archive.startsWith("ceph");
        }

        boolean isEnterprise() {
            return component.endsWith("enterprise");
        }

        /** {@code pvetest} up to Proxmox 8, {@code pve-test} since 9; {@code test} of Ceph. */
        boolean isTest() {
            return component.endsWith("test");
        }

        @Override
        public String toString() {
            return isCeph() ? archive + " " + component : component;
        }
    }

    /** Not here where no Proxmox VE is installed. */
    public Finding look() {
        if (!Files.isExecutable(Path.of(pvesh.command().getFirst()))) {
            return new Finding.NotHere(CHECK, "no Proxmox VE here");
        }
        try {
            Set<Repository> enabled = enabled();
            List<String> lines = new ArrayList<>();
            List<String> hints = new ArrayList<>();
            judge(enabled, lines, hints);
            return new Finding.Looked(CHECK, 0, lines, hints);
        } catch (IOException e) {
            return new Finding.Failed(CHECK, String.valueOf(e.getMessage()));
        }
    }

    private void judge(Set<Repository> enabled, List<String> lines, List<String> hints) throws IOException {
        if (enabled.stream().noneMatch(each -> each.archive().equals("pve"))) {
            lines.add("no repository of Proxmox VE is enabled: it gets no updates");
        }
        if (enabled.stream().anyMatch(Repository::isEnterprise)) {
            String subscription = subscription();
            if (!subscription.equals("active")) {
                enabled.stream()
                        .filter(Repository::isEnterprise)
                        .forEach(each -> lines.add(each + " is enabled without an active subscription (" + subscription
                                + "): apt cannot read it"));
            }
        }
        for (Repository each : enabled) {
            if (each.isTest()) {
                lines.add(each + " is enabled: packages for trials come from it");
            } else if (!each.isEnterprise()) {
                hints.add(each + " is enabled: its packages are tested less than the enterprise repository's");
            }
        }
        Set<String> releases = new TreeSet<>();
        enabled.forEach(each -> releases.add(each.release()));
        if (releases.size() > 1) {
            lines.add("Proxmox's repositories are of several releases: " + String.join(", ", releases));
        }
    }

    private Set<Repository> enabled() throws IOException {
        Set<Repository> enabled = new LinkedHashSet<>();
        Answers.text(aptGet, List.of("indextargets", "--format", FORMAT))
                .lines()
                .limit(MOST_LINES)
                .forEach(line -> {
                    String[] parts = line.split("\\|", -1);
                    if (parts.length == 4 && parts[3].equals("Packages")) {
                        String archive = parts[0].replaceFirst("/+$", "").replaceFirst(".*/", "");
                        Repository one =
                                new Repository(Answers.text(archive), Answers.text(parts[1]), Answers.text(parts[2]));
                        if (one.isProxmox() && parts[0].contains("proxmox.com")) {
                            enabled.add(one);
                        }
                    }
                });
        return enabled;
    }

    private String subscription() throws IOException {
        List<String> question = List.of("get", "/nodes/localhost/subscription", "--output-format", "json");
        String status =
                Answers.text(Answers.object(pvesh, question).get("status")).toLowerCase(java.util.Locale.ROOT);
        return status.isEmpty() ? "unknown" : status;
    }
}
