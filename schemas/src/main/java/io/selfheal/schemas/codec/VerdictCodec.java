package io.selfheal.schemas.codec;

import io.selfheal.schemas.net.IpAddress;
import io.selfheal.schemas.verdict.Finding;
import io.selfheal.schemas.verdict.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Verdicts: {@code source.ip} and {@code selfheal.findings}. */
final class VerdictCodec extends DocumentCodec<Verdict> {
    @Override
    void write(Verdict value, JsonWriter to) throws IOException {
        to.instant("@timestamp", value.time());
        ecsVersion(to);
        to.begin("event").text("kind", "enrichment");
        to.texts("category", List.of("threat")).texts("type", List.of("indicator"));
        to.text("dataset", "selfheal.verdict").end();
        to.begin("source").text("ip", value.source().toString()).end();
        beginOwn(to, "verdict")
                .objects("findings", value.findings(), VerdictCodec::writeFinding)
                .end();
    }

    static void writeFinding(Finding finding, JsonWriter to) throws IOException {
        to.text("provider", finding.provider()).constant("opinion", finding.opinion());
        to.number("points", finding.points()).text("summary", finding.summary()).text("link", finding.link());
        to.instant("checked_at", finding.checkedAt()).instant("expires", finding.expires());
    }

    @Override
    Verdict read(Fields document, Fields own) throws DecodeException {
        List<Finding> findings = new ArrayList<>();
        for (Fields f : own.objects("findings")) {
            findings.add(readFinding(f));
        }
        IpAddress source = document.in("source").parsed("ip", IpAddress::parse, SecurityEventCodec.ADDRESS);
        return new Verdict(source, document.instant("@timestamp"), findings);
    }

    static Finding readFinding(Fields f) throws DecodeException {
        return new Finding(
                f.text("provider"),
                f.oneOf("opinion", Finding.Opinion.class),
                (int) f.integer("points", 0, 20),
                f.text("summary"),
                f.textOrNull("link"),
                f.instant("checked_at"),
                f.instant("expires"));
    }
}
