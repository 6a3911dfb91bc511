package io.selfheal.node.doctor;

import java.nio.file.Files;
import java.nio.file.Path;

/** Who installs programs on a host: findings say with his words how to get what is missing. */
enum PackageManager {
    APT(
            "apt-get install ",
            "apt-get install --reinstall -o Dpkg::Options::=--force-confmiss selfheal-node",
            "apt-get clean"),
    DNF("dnf install ", "dnf reinstall selfheal-node", "dnf clean packages");

    static final PackageManager HERE = of(Path.of("/usr/bin"));

    private final String install;
    private final String putBack;
    private final String clean;

    PackageManager(String install, String putBack, String clean) {
        this.install = install;
        this.putBack = putBack;
        this.clean = clean;
    }

    /** @param programs the folder with the host's programs */
    static PackageManager of(Path programs) {
        boolean onlyDnf = Files.exists(programs.resolve("dnf")) && !Files.exists(programs.resolve("apt-get"));
        return onlyDnf ? DNF : APT;
    }

    /**
     * The command that installs packages.
     *
     * @param debian their names in Debian and Ubuntu, with blanks between them
     * @param rhel the same in the RHEL family
     */
    String install(String debian, String rhel) {
        return install + (this == APT ? debian : rhel);
    }

    /** The command that puts a file of our package's configuration back. */
    String putBack() {
        return putBack;
    }

    /** The command that deletes packages that were fetched. */
    String clean() {
        return clean;
    }
}
