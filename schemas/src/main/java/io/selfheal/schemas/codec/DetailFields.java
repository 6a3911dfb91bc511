package io.selfheal.schemas.codec;

import io.selfheal.schemas.outcome.Detail;
import io.selfheal.schemas.outcome.Detail.BackupReport;
import io.selfheal.schemas.outcome.Detail.FileReport;
import io.selfheal.schemas.outcome.Detail.Finding;
import io.selfheal.schemas.outcome.Detail.Host;
import io.selfheal.schemas.outcome.Detail.HostsReport;
import io.selfheal.schemas.outcome.Detail.Port;
import io.selfheal.schemas.outcome.Detail.ScanReport;
import io.selfheal.schemas.outcome.Detail.UpdateReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code selfheal.outcome.scan}, {@code .hosts}, {@code .file}, {@code .backup} or {@code .updates}, where an action found something out. */
final class DetailFields {
    private DetailFields() {}

    static void write(@Nullable Detail value, JsonWriter to) throws IOException {
        switch (value) {
            case null -> {}
            case ScanReport scan -> {
                to.begin("scan").text("address", scan.address()).flag("up", scan.up());
                to.objects("ports", scan.ports(), DetailFields::writePort);
                to.objects("findings", scan.findings(), DetailFields::writeFinding);
                to.numberUnless(0, "left_out", scan.leftOut()).end();
            }
            case HostsReport found -> {
                to.begin("hosts").text("network", found.network());
                to.objects("hosts", found.hosts(), DetailFields::writeHost);
                to.numberUnless(0, "left_out", found.leftOut()).end();
            }
            case FileReport file -> {
                to.begin("file").text("path", file.path()).text("engine", file.engine());
                to.flag("infected", file.infected()).texts("signatures", file.signatures());
                to.text("sha256", file.sha256()).textUnlessEmpty("mime_type", file.mimeType());
                if (!file.scanned()) {
                    to.flag("scanned", false);
                }
                to.end();
            }
            case BackupReport backup -> {
                to.begin("backup").text("archive", backup.archive()).number("bytes", backup.bytes());
                to.number("entries", backup.entries()).texts("notes", backup.notes());
                to.texts("deleted", backup.deleted()).end();
            }
            case UpdateReport updates -> {
                to.begin("updates").number("urgent", updates.urgent()).texts("found", updates.found());
                to.texts("hints", updates.hints())
                        .numberUnless(0, "left_out", updates.leftOut())
                        .end();
            }
        }
    }

    private static void writeHost(Host host, JsonWriter to) throws IOException {
        to.text("address", host.address());
        to.textUnlessEmpty("mac", host.mac()).textUnlessEmpty("vendor", host.vendor());
    }

    private static void writePort(Port port, JsonWriter to) throws IOException {
        to.number("port", port.port()).text("protocol", port.protocol()).text("state", port.state());
        to.textUnlessEmpty("service", port.service()).textUnlessEmpty("product", port.product());
        to.textUnlessEmpty("version", port.version()).texts("cpes", port.cpes());
    }

    private static void writeFinding(Finding finding, JsonWriter to) throws IOException {
        to.numberUnless(0, "port", finding.port()).text("script", finding.script());
        to.text("title", finding.title()).textUnlessEmpty("state", finding.state());
        to.texts("ids", finding.ids()).text("cvss", finding.cvss());
    }

    static @Nullable Detail read(Fields outcome) throws DecodeException {
        if (outcome.has("scan")) {
            return readScan(outcome.in("scan"));
        }
        if (outcome.has("hosts")) {
            return readHosts(outcome.in("hosts"));
        }
        if (outcome.has("backup")) {
            return readBackup(outcome.in("backup"));
        }
        if (outcome.has("updates")) {
            return readUpdates(outcome.in("updates"));
        }
        return outcome.has("file") ? readFile(outcome.in("file")) : null;
    }

    private static HostsReport readHosts(Fields found) throws DecodeException {
        List<Host> hosts = new ArrayList<>();
        for (Fields h : found.objects("hosts")) {
            hosts.add(new Host(h.text("address"), h.textOrEmpty("mac"), h.textOrEmpty("vendor")));
        }
        return new HostsReport(
                found.text("network"), hosts, (int) found.integerOr("left_out", 0, 0, Integer.MAX_VALUE));
    }

    private static BackupReport readBackup(Fields backup) throws DecodeException {
        return new BackupReport(
                backup.text("archive"),
                backup.integer("bytes", 0, Long.MAX_VALUE),
                (int) backup.integer("entries", 0, Integer.MAX_VALUE),
                backup.texts("notes"),
                backup.texts("deleted"));
    }

    private static UpdateReport readUpdates(Fields updates) throws DecodeException {
        return new UpdateReport(
                (int) updates.integer("urgent", 0, Integer.MAX_VALUE),
                updates.texts("found"),
                updates.texts("hints"),
                (int) updates.integerOr("left_out", 0, 0, Integer.MAX_VALUE));
    }

    private static ScanReport readScan(Fields scan) throws DecodeException {
        List<Port> ports = new ArrayList<>();
        for (Fields p : scan.objects("ports")) {
            ports.add(new Port(
                    (int) p.integer("port", 0, 65_535),
                    p.text("protocol"),
                    p.text("state"),
                    p.textOrEmpty("service"),
                    p.textOrEmpty("product"),
                    p.textOrEmpty("version"),
                    p.texts("cpes")));
        }
        List<Finding> findings = new ArrayList<>();
        for (Fields f : scan.objects("findings")) {
            findings.add(new Finding(
                    (int) f.integerOr("port", 0, 0, 65_535),
                    f.text("script"),
                    f.text("title"),
                    f.textOrEmpty("state"),
                    f.texts("ids"),
                    f.textOrNull("cvss")));
        }
        return new ScanReport(scan.text("address"), scan.flag("up"), ports, findings, scan.int32Or("left_out", 0));
    }

    private static FileReport readFile(Fields file) throws DecodeException {
        return new FileReport(
                file.text("path"),
                file.text("engine"),
                file.flag("infected"),
                file.texts("signatures"),
                file.text("sha256"),
                file.flagOr("scanned", true),
                file.textOrEmpty("mime_type"));
    }
}
