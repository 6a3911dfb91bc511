package io.selfheal.responder.scan;

import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.outcome.Detail;
import io.selfheal.schemas.outcome.Detail.Finding;
import io.selfheal.schemas.outcome.Detail.Host;
import io.selfheal.schemas.outcome.Detail.HostsReport;
import io.selfheal.schemas.outcome.Detail.Port;
import io.selfheal.schemas.outcome.Detail.ScanReport;
import io.selfheal.schemas.text.Excerpt;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@code nmap -oX} prints of one host, or of a network that it looked through, as a stream: no document type,
 * no entities, at most {@value #MAX_BYTES} bytes, {@value #MAX_HOSTS} hosts, {@value #MAX_PORTS} ports and
 * {@value #MAX_FINDINGS} findings. Most of it is text of the scanned hosts.
 */
final class NmapReport {
    private static final int MAX_BYTES = 8 << 20;
    private static final int MAX_HOSTS = 256;
    private static final int MAX_PORTS = 256;
    private static final int MAX_FINDINGS = 128;
    private static final int MAX_TEXT = 200;
    private static final int MAX_OUTPUT = 4000;
    private static final Set<String> OPEN = Set.of("open", "open|filtered");

    private final XMLStreamReader xml;
    private final List<Port> ports = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final List<Host> hosts = new ArrayList<>();
    private String address = "";
    private String mac = "";
    private String vendor = "";
    private boolean up;
    private boolean finished;
    private int leftOut;

    private @Nullable PortSoFar port;

    /** What became of reading. */
    sealed interface Reading {
        /** It was read to its end. */
        record Whole(Detail report) implements Reading {}

        /** It ends too early, or is none. */
        record Broken(String reason) implements Reading {}
    }

    private static final class PortSoFar {
        int number;
        String protocol = "";
        String state = "";
        String service = "";
        String product = "";
        String version = "";
        final List<String> cpes = new ArrayList<>();
    }

    private NmapReport(XMLStreamReader xml) {
        this.xml = xml;
    }

    /** What nmap found on one host. */
    static Reading read(InputStream in) {
        return read(
                in, report -> new ScanReport(report.address, report.up, report.ports, report.findings, report.leftOut));
    }

    /** Which hosts answered. */
    static Reading readHosts(Cidr network, InputStream in) {
        return read(in, report -> new HostsReport(network.toString(), report.hosts, report.leftOut));
    }

    private static Reading read(InputStream in, Function<NmapReport, Detail> result) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("entities are not read");
        });
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(new Bounded(in, MAX_BYTES));
            NmapReport report = new NmapReport(xml);
            report.document();
            return report.finished
                    ? new Reading.Whole(result.apply(report))
                    : new Reading.Broken("nmap's report is not finished");
        } catch (XMLStreamException e) {
            String why =
                    String.valueOf(e.getMessage()).lines().reduce((a, b) -> b).orElse("");
            return new Reading.Broken("nmap's report is cut off or broken: " + Excerpt.of(why, MAX_TEXT));
        } catch (RuntimeException e) {
            // The reader of the JDK throws others on some broken documents.
            return new Reading.Broken("nmap's report is broken: " + Excerpt.of(String.valueOf(e), MAX_TEXT));
        }
    }

    private void document() throws XMLStreamException {
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                begin(xml.getLocalName());
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                end(xml.getLocalName());
            }
        }
    }

    private void end(String element) {
        switch (element) {
            case "port" -> endPort();
            case "host" -> endHost();
            default -> {}
        }
    }

    private void begin(String element) throws XMLStreamException {
        PortSoFar open = port;
        switch (element) {
            case "status" -> up = "up".equals(attribute("state"));
            case "host" -> {
                mac = "";
                vendor = "";
            }
            case "address" -> {
                if ("mac".equals(attribute("addrtype"))) {
                    mac = attribute("addr").toLowerCase(Locale.ROOT);
                    vendor = attribute("vendor");
                } else {
                    address = attribute("addr");
                }
            }
            case "port" -> {
                port = new PortSoFar();
                port.number = number(attribute("portid"));
                port.protocol = attribute("protocol");
            }
            case "state" -> {
                if (open != null) {
                    open.state = attribute("state");
                }
            }
            case "service" -> {
                if (open != null) {
                    open.service = attribute("name");
                    open.product = attribute("product");
                    open.version = attribute("version");
                }
            }
            case "cpe" -> {
                if (open != null && open.cpes.size() < 8) {
                    open.cpes.add(Excerpt.of(xml.getElementText(), MAX_TEXT));
                }
            }
            case "script" -> script(open == null ? 0 : open.number);
            case "finished" -> finished = "success".equals(attribute("exit"));
            // With --open, a host without an open port stands in these counts only.
            case "hosts" -> up |= number(attribute("up")) > 0;
            default -> {}
        }
    }

    private void endHost() {
        if (!up) {
            return;
        }
        if (hosts.size() >= MAX_HOSTS) {
            leftOut++;
            return;
        }
        hosts.add(new Host(address, mac, vendor));
    }

    private void endPort() {
        PortSoFar done = port;
        port = null;
        if (done == null || !OPEN.contains(done.state)) {
            return;
        }
        if (ports.size() >= MAX_PORTS) {
            leftOut++;
            return;
        }
        ports.add(
                new Port(done.number, done.protocol, done.state, done.service, done.product, done.version, done.cpes));
    }

    private void script(int number) throws XMLStreamException {
        String output = xml.getAttributeValue(null, "output");
        String beginning = output == null ? "" : output.substring(0, Math.min(output.length(), MAX_OUTPUT));
        for (Finding finding : ScriptResult.read(xml, number, attribute("id"), beginning)) {
            if (findings.size() >= MAX_FINDINGS) {
                leftOut++;
            } else {
                findings.add(finding);
            }
        }
    }

    private String attribute(String name) {
        String value = xml.getAttributeValue(null, name);
        return value == null ? "" : Excerpt.of(value, MAX_TEXT);
    }

    private static int number(String text) {
        return text.matches("[0-9]{1,5}") ? Math.min(65_535, Integer.parseInt(text)) : 0;
    }

    /** Ends with an error rather than silently: a report that is cut off must not pass for a whole one. */
    private static final class Bounded extends InputStream {
        private final InputStream in;
        private long left;

        Bounded(InputStream in, long most) {
            this.in = in;
            this.left = most;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left <= 0) {
                throw new IOException(String.format(Locale.ROOT, "it has more than %d bytes", MAX_BYTES));
            }
            int count = in.read(bytes, offset, (int) Math.min(length, left));
            left -= Math.max(0, count);
            return count;
        }
    }
}
