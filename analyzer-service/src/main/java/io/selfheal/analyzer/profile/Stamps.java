package io.selfheal.analyzer.profile;

/** How often the stamps of a source's events were wrong. */
public final class Stamps {
    private int late;
    private int future;

    Stamps() {}

    public void countLate() {
        late++;
    }

    /** Events that came later than the grace and were not judged. */
    public int late() {
        return late;
    }

    public void countFuture() {
        future++;
    }

    /** Events whose stamp lay in the future and was set back to their arrival. */
    public int future() {
        return future;
    }

    void write(Packer out) {
        out.number(late).number(future);
    }

    void readInto(Unpacker in) {
        late = in.number(Integer.MAX_VALUE);
        future = in.number(Integer.MAX_VALUE);
    }
}
