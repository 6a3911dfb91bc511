package io.selfheal.e2e.bench;

import io.selfheal.collector.parse.ParserSet;
import io.selfheal.e2e.bench.SampleLog.Kind;
import io.selfheal.schemas.codec.Codec;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.topic.Topics;
import java.time.Instant;
import java.util.List;

/** Events to JSON and back. */
final class CodecPart implements Part {
    private static final int EVENTS = 10_000;

    @Override
    public String name() {
        return "codec";
    }

    @Override
    public List<Figure> measure() throws Exception {
        Instant now = Instant.now();
        List<SecurityEvent> events =
                new Parsing(ParserSet.builtIn(), new SampleLog(5_000).lines(Kind.BOTH, EVENTS, now), now).events();
        Codec<SecurityEvent> codec = Topics.EVENTS.codec();
        List<byte[]> encoded = events.stream().map(codec::encode).toList();
        double size = encoded.stream().mapToInt(bytes -> bytes.length).average().orElse(0);
        long[] guard = new long[1];
        double written = CpuTime.perSecond(() -> {
            for (SecurityEvent event : events) {
                guard[0] += codec.encode(event).length;
            }
        });
        double read = CpuTime.perSecond(() -> {
            for (byte[] bytes : encoded) {
                guard[0] += codec.decode(bytes).origin().pid();
            }
        });
        String method = "one thread, " + Math.round(size) + " bytes with the line";
        return List.of(
                new Figure.Measured(
                        "write events", written * events.size(), "events / CPU s", new Budget.None(), method),
                new Figure.Measured("read events", read * events.size(), "events / CPU s", new Budget.None(), method));
    }
}
