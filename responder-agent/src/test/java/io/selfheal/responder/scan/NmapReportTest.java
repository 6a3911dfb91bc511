package io.selfheal.responder.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.responder.scan.NmapReport.Reading;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.outcome.Detail.Finding;
import io.selfheal.schemas.outcome.Detail.Host;
import io.selfheal.schemas.outcome.Detail.HostsReport;
import io.selfheal.schemas.outcome.Detail.Port;
import io.selfheal.schemas.outcome.Detail.ScanReport;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NmapReportTest {
    /** In the form of {@code nmap -sV --script vuln -oX -}; shortened. */
    private static final String WHOLE = """
            <?xml version="1.0" encoding="UTF-8"?>
            <!DOCTYPE nmaprun>
            <?xml-stylesheet href="file:///usr/bin/../share/nmap/nmap.xsl" type="text/xsl"?>
            <nmaprun scanner="nmap" args="nmap -sV" start="1" version="7.93" xmloutputversion="1.05">
            <host starttime="1" endtime="2"><status state="up" reason="arp-response" reason_ttl="0"/>
            <address addr="10.0.0.5" addrtype="ipv4"/>
            <address addr="AA:BB:CC:00:11:22" addrtype="mac"/>
            <ports><extraports state="closed" count="98"/>
            <port protocol="tcp" portid="80"><state state="open" reason="syn-ack"/>
            <service name="http" product="Apache &lt;b&gt;httpd" version="2.4.1" method="probed" conf="10">
            <cpe>cpe:/a:apache:http_server:2.4.1</cpe></service>
            <script id="http-slowloris-check" output="&#xa;  VULNERABLE:&#xa;  Slowloris DOS attack">
            <table key="CVE-2007-6750"><elem key="title">Slowloris DOS attack</elem>
            <elem key="state">LIKELY VULNERABLE</elem>
            <table key="ids"><elem>CVE:CVE-2007-6750</elem></table>
            <table key="refs"><elem>http://example.org/</elem></table></table></script>
            <script id="http-vuln-x" output="x"><table key="CVE-2011-3192"><elem key="title">Range header</elem>
            <elem key="state">NOT VULNERABLE</elem></table></script>
            <script id="http-dombased-xss" output="Couldn't find any DOM based XSS."/>
            <script id="plain" output="&#xa; This is VULNERABLE to CVE-2014-0160&#xa;more"/>
            </port>
            <port protocol="tcp" portid="81"><state state="filtered"/></port>
            <port protocol="udp" portid="161"><state state="open|filtered"/></port>
            </ports>
            <hostscript><script id="smb-vuln" output="x"><table key="CVE-2017-0143"><elem key="title">SMBv1 RCE</elem>
            <elem key="state">VULNERABLE</elem><elem key="cvss">9.3</elem></table></script></hostscript>
            </host>
            <runstats><finished time="3" exit="success"/><hosts up="1" down="0" total="1"/></runstats>
            </nmaprun>
            """;

    private static Reading read(String xml) {
        return NmapReport.read(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void readsPortsVersionsAndWhatIsVulnerableOnly() {
        assertThat(read(WHOLE))
                .isEqualTo(new Reading.Whole(new ScanReport(
                        "10.0.0.5",
                        true,
                        List.of(
                                new Port(
                                        80,
                                        "tcp",
                                        "open",
                                        "http",
                                        "Apache <b>httpd",
                                        "2.4.1",
                                        List.of("cpe:/a:apache:http_server:2.4.1")),
                                new Port(161, "udp", "open|filtered", "", "", "", List.of())),
                        List.of(
                                new Finding(
                                        80,
                                        "http-slowloris-check",
                                        "Slowloris DOS attack",
                                        "LIKELY VULNERABLE",
                                        List.of("CVE-2007-6750"),
                                        null),
                                new Finding(
                                        80,
                                        "plain",
                                        "This is VULNERABLE to CVE-2014-0160",
                                        "VULNERABLE",
                                        List.of("CVE-2014-0160"),
                                        null),
                                new Finding(0, "smb-vuln", "SMBv1 RCE", "VULNERABLE", List.of("CVE-2017-0143"), "9.3")),
                        0)));
    }

    @Test
    void readsWhichHostsOfANetworkAnswer() {
        String found = """
                <?xml version="1.0"?>
                <!DOCTYPE nmaprun>
                <nmaprun scanner="nmap" args="nmap -sn" start="1" version="7.93" xmloutputversion="1.05">
                <host><status state="up" reason="localhost-response"/><address addr="10.0.0.1" addrtype="ipv4"/>
                <hostnames></hostnames></host>
                <host><status state="up" reason="arp-response"/><address addr="10.0.0.5" addrtype="ipv4"/>
                <address addr="52:54:00:AA:BB:CC" addrtype="mac" vendor="QEMU &lt;b&gt;virtual"/></host>
                <host><status state="down" reason="no-response"/><address addr="10.0.0.6" addrtype="ipv4"/></host>
                <host><status state="up" reason="arp-response"/><address addr="10.0.0.7" addrtype="ipv4"/></host>
                <runstats><finished time="3" exit="success"/><hosts up="3" down="253" total="256"/></runstats>
                </nmaprun>
                """;

        assertThat(readHosts(found))
                .isEqualTo(new Reading.Whole(new HostsReport(
                        "10.0.0.0/24",
                        List.of(
                                new Host("10.0.0.1", "", ""),
                                new Host("10.0.0.5", "52:54:00:aa:bb:cc", "QEMU <b>virtual"),
                                new Host("10.0.0.7", "", "")),
                        0)));
        assertThat(readHosts(found.replaceAll("(?s)<runstats>.*", ""))).isInstanceOf(Reading.Broken.class);
    }

    private static ScanReport host(String xml) {
        return (ScanReport) ((Reading.Whole) read(xml)).report();
    }

    private static Reading readHosts(String xml) {
        return NmapReport.readHosts(
                Cidr.parse("10.0.0.0/24"), new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aHostWithoutAnOpenPortIsUpAllTheSame() {
        String without = WHOLE.replaceAll("(?s)<host .*</host>", "");

        assertThat(read(without))
                .isInstanceOfSatisfying(
                        Reading.Whole.class,
                        whole -> assertThat(whole.report())
                                .isEqualTo(new ScanReport("", true, List.of(), List.of(), 0)));
        assertThat(read(without.replace("up=\"1\" down=\"0\"", "up=\"0\" down=\"1\"")))
                .isInstanceOfSatisfying(
                        Reading.Whole.class,
                        whole -> assertThat(whole.report())
                                .isEqualTo(new ScanReport("", false, List.of(), List.of(), 0)));
    }

    @Test
    void aReportThatIsCutOffAnywhereIsBrokenAndNeverAWholeOne() {
        int end = WHOLE.indexOf("exit=\"success\"");
        for (int length = 0; length < end; length += 7) {
            assertThat(read(WHOLE.substring(0, length))).isInstanceOf(Reading.Broken.class);
        }
    }

    @Test
    void readsNoDocumentTypeAndNoEntities() {
        String hostile =
                WHOLE.replace("<!DOCTYPE nmaprun>", """
                <!DOCTYPE nmaprun [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y "yyyy">]>""").replace("Slowloris DOS attack</elem>", "&x;&y;</elem>");

        Reading reading = read(hostile);

        assertThat(reading.toString()).doesNotContain("root:").doesNotContain("yyyy");
    }

    @Test
    void aReportWithoutEndIsBounded() {
        String script = "<port protocol='tcp' portid='1'><state state='open'/></port>";
        String many = "<nmaprun><host>" + script.repeat(1000)
                + "</host><runstats><finished exit='success'/></runstats></nmaprun>";
        assertThat(host(many).ports()).hasSize(256);
        assertThat(host(many).leftOut()).isEqualTo(744);

        assertThat(read("<nmaprun><host>" + "x".repeat(9 << 20)).toString()).contains("more than 8388608 bytes");
        assertThat(read("<nmaprun><script id='x' output='y'>" + "<table key='k'>".repeat(10_000)))
                .isInstanceOf(Reading.Broken.class);
    }

    /** Scripts print what the scanned host says. */
    @Test
    void aWeaknessWithoutEndIsBounded() {
        String table = "<table key='" + "k".repeat(5000) + "'><elem key='state'>VULNERABLE</elem>"
                + "<table key='ids'><elem>CVE:CVE-2007-6750</elem></table>".repeat(500) + "</table>";
        String keyOnly = "<table key='" + "k".repeat(5000) + "'><elem key='state'>VULNERABLE</elem></table>";

        var findings = host("<nmaprun><host><hostscript><script id='x' output='y'>" + table + keyOnly
                        + "</script></hostscript></host><runstats><finished exit='success'/></runstats></nmaprun>")
                .findings();

        assertThat(findings).hasSize(2);
        assertThat(findings.getFirst().ids()).hasSize(16);
        assertThat(findings.getLast().title().length()).isBetween(1, 201);
    }

    @Test
    void anyBytesAreAnAnswerAndNoException() {
        Random random = new Random(7);
        byte[] whole = WHOLE.getBytes(StandardCharsets.UTF_8);
        long started = System.nanoTime();
        for (int i = 0; i < 3000; i++) {
            byte[] bytes = whole.clone();
            for (int j = random.nextInt(8); j >= 0; j--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            assertThat(NmapReport.read(new ByteArrayInputStream(bytes))).isNotNull();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofMinutes(2));
    }
}
