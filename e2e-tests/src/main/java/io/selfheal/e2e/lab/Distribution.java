package io.selfheal.e2e.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a node of the laboratory runs, from its distributor's own packages. */
public enum Distribution {
    /** What most tests run on, hence with the servers that they need. */
    DEBIAN_12("bookworm", "nftables,nginx-light", "polkitd,iptables,ipset,libfaketime,ufw,rpm"),
    DEBIAN_13("trixie", "nftables", "polkitd"),
    UBUNTU_22_04("jammy", "nftables", "policykit-1"),
    UBUNTU_24_04("noble", "nftables", "polkitd"),
    UBUNTU_26_04("resolute", "nftables", "polkitd");

    private static final Path SCRIPTS = Path.of("/usr/share/debootstrap/scripts");
    private static final Path UBUNTU_KEYS = Path.of("/usr/share/keyrings/ubuntu-archive-keyring.gpg");
    private static final String UBUNTU = "http://archive.ubuntu.com/ubuntu";
    private static final String EVERYWHERE = "systemd,systemd-sysv,dbus,iproute2,openssh-server,procps,curl";

    private final String suite;
    private final String first;
    private final String later;

    /**
     * @param first packages beside those that every machine has, separated by commas
     * @param later packages that debootstrap cannot set up: they need what is set up by then
     */
    Distribution(String suite, String first, String later) {
        this.suite = suite;
        this.first = first;
        this.later = later;
    }

    /** {@code debian-12} and so on. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replaceFirst("_", "-").replace('_', '.');
    }

    /**
     * The distribution of this id.
     *
     * @throws LabException if there is none
     */
    public static Distribution of(String id) {
        return Arrays.stream(values())
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new LabException("no distribution " + id + "; there are "
                        + Arrays.stream(values()).map(Distribution::id).collect(Collectors.joining(", "))));
    }

    private boolean isUbuntu() {
        return name().startsWith("UBUNTU");
    }

    /** Whether its systemd starts on control groups of version 2 only, or should. */
    boolean needsNewCgroups() {
        return this != DEBIAN_12;
    }

    List<String> later() {
        return List.of(later.split(",", -1));
    }

    /**
     * How debootstrap makes it. Where Ubuntu's keys are not installed (Debian has no package of them) its packages are
     * not verified: they end up in a container without a network that a test throws away.
     */
    List<String> debootstrap(Path root) {
        List<String> argv =
                new ArrayList<>(List.of("debootstrap", "--variant=minbase", "--include=" + EVERYWHERE + "," + first));
        if (!isUbuntu()) {
            argv.addAll(List.of(suite, root.toString()));
            return argv;
        }
        argv.add(Files.exists(UBUNTU_KEYS) ? "--keyring=" + UBUNTU_KEYS : "--no-check-gpg");
        argv.addAll(List.of(suite, root.toString(), UBUNTU));
        // One script serves all of Ubuntu; an older debootstrap does not know the newest names.
        Path script = SCRIPTS.resolve(suite);
        argv.add((Files.exists(script) ? script : SCRIPTS.resolve("gutsy")).toString());
        return argv;
    }

    /** Changes whenever the image has to be made anew. */
    String recipe() {
        return String.join(" ", suite, EVERYWHERE, first, later);
    }
}
