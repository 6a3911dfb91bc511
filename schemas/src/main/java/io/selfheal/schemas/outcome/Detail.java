package io.selfheal.schemas.outcome;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an action found out. */
public sealed interface Detail {
    /**
     * What a scan found on one host.
     *
     * @param address the address that was scanned
     * @param up whether the host answered
     * @param ports open or perhaps open ports
     * @param findings weaknesses that scripts reported; what they said is not there is left out
     * @param leftOut how many more of both there were
     */
    record ScanReport(String address, boolean up, List<Port> ports, List<Finding> findings, int leftOut)
            implements Detail {
        public ScanReport {
            ports = List.copyOf(ports);
            findings = List.copyOf(findings);
        }
    }

    /**
     * Which hosts of a network answered.
     *
     * @param network what was looked through
     * @param leftOut how many more answered
     */
    record HostsReport(String network, List<Host> hosts, int leftOut) implements Detail {
        public HostsReport {
            hosts = List.copyOf(hosts);
        }
    }

    /**
     * One host.
     *
     * @param mac its hardware address; empty when unknown, as is the vendor that this address belongs to
     */
    record Host(String address, String mac, String vendor) {}

    /**
     * One port.
     *
     * @param state {@code open} or {@code open|filtered}
     * @param service empty when unknown, as are product and version; text of the scanned host
     * @param cpes names of what runs there in the Common Platform Enumeration
     */
    record Port(
            int port,
            String protocol,
            String state,
            String service,
            String product,
            String version,
            List<String> cpes) {
        public Port {
            cpes = List.copyOf(cpes);
        }
    }

    /**
     * One weakness.
     *
     * @param port where; 0 for the host
     * @param script who says so
     * @param title in its words
     * @param state for example {@code VULNERABLE} or {@code LIKELY VULNERABLE}; empty when it does not say
     * @param ids for example {@code CVE-2007-6750}
     * @param cvss the score if it says one
     */
    record Finding(
            int port,
            String script,
            String title,
            String state,
            List<String> ids,
            @Nullable String cvss) {
        public Finding {
            ids = List.copyOf(ids);
        }
    }

    /**
     * What a malware scanner says of a file, or only the file's hash where none could look at it. Only a file that was
     * scanned and is not infected is clean.
     *
     * @param engine its name and version; {@value #NO_ENGINE} when the file was not scanned
     * @param infected whether it found something; never of a file that was not scanned
     * @param signatures the names of what it found
     * @param sha256 of the file
     * @param scanned whether a scanner looked at it
     * @param mimeType what its content is; empty where that is not known
     */
    record FileReport(
            String path,
            String engine,
            boolean infected,
            List<String> signatures,
            String sha256,
            boolean scanned,
            String mimeType)
            implements Detail {
        /** In place of an engine; readers that do not know {@code scanned} show it beside "not infected". */
        public static final String NO_ENGINE = "none: not scanned";

        public FileReport {
            signatures = List.copyOf(signatures);
            if (!scanned && (infected || !signatures.isEmpty())) {
                throw new IllegalArgumentException("a file that was not scanned can have no findings");
            }
        }

        /** Of a file that was scanned. */
        public FileReport(String path, String engine, boolean infected, List<String> signatures, String sha256) {
            this(path, engine, infected, signatures, sha256, true, "");
        }

        /** Of a file whose hash alone is known. */
        public static FileReport hashOnly(String path, String sha256) {
            return new FileReport(path, NO_ENGINE, false, List.of(), sha256, false, "");
        }

        /** The same of a file whose content is of this type. */
        public FileReport ofType(String type) {
            return new FileReport(path, engine, infected, signatures, sha256, scanned, type);
        }
    }

    /**
     * An archive that was made or read.
     *
     * @param archive its path on the node
     * @param entries files, directories and dumps in it
     * @param notes what is worth knowing: files that changed while they were read, links that were left out
     * @param deleted older archives that were let go
     */
    record BackupReport(String archive, long bytes, int entries, List<String> notes, List<String> deleted)
            implements Detail {
        public BackupReport {
            notes = List.copyOf(notes);
            deleted = List.copyOf(deleted);
        }
    }

    /**
     * What a look for updates found.
     *
     * @param urgent how many of them are security updates, or urgent firmware
     * @param found one each, most urgent first; text of package archives
     * @param hints what else is worth knowing: held packages, a stale package list
     * @param leftOut how many more were found
     */
    record UpdateReport(int urgent, List<String> found, List<String> hints, int leftOut) implements Detail {
        public UpdateReport {
            found = List.copyOf(found);
            hints = List.copyOf(hints);
        }
    }
}
