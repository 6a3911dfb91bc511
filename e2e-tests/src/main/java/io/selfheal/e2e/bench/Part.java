package io.selfheal.e2e.bench;

import java.util.List;

/** One part of the measurement, which can be asked for by name. */
interface Part {
    String name();

    /** Measures; whatever goes wrong is told as a figure that was left out. */
    List<Figure> measure() throws Exception;
}
