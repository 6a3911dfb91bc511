package io.selfheal.e2e.bench;

import java.util.List;

/** Events to JSON and back. */
final class CodecPart implements Part {
    @Override
    public String name() {
        return "codec";
    }

    @Override
    public List<Figure> measure() {
        CodecBench.Figures figures = CodecBench.measure();
        String method = "one thread, " + figures.bytes() + " bytes an event, best of several";
        return List.of(
                new Figure.Measured("write events", figures.written(), "events / CPU s", new Budget.None(), method),
                new Figure.Measured("read events", figures.read(), "events / CPU s", new Budget.None(), method));
    }
}
