package io.selfheal.analyzer.profile;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a source behaves, beyond counts: shares and means in which an event weighs half after an hour, for the anomaly
 * model. 40 B for a source without web requests, 160 B with.
 *
 * <p>Adding an event is a few additions; the weights fall once for each minute of event time. A late event counts as
 * one of the newest minute: the figures are means over hours, and a few seconds do not show in them.
 */
public final class Habits {
    /** What share of a source's requests had it. The slot is the place in the stored form: never reuse one. */
    public enum Share {
        STATUS_2XX(0),
        STATUS_3XX(1),
        STATUS_4XX(2),
        STATUS_5XX(3),
        GET(4),
        HEAD(5),
        POST(6),
        WITHOUT_AGENT(7);

        private final int slot;

        Share(int slot) {
            this.slot = slot;
        }
    }

    private static final int HALF_LIFE_MINUTES = 60;
    private static final int SHARES = 8;
    /** Behind the shares: all requests, the sums of the logarithms of URL lengths and response sizes, longest URL. */
    private static final int REQUESTS = SHARES;

    private static final int LENGTHS = SHARES + 1;
    private static final int SIZES = SHARES + 2;
    private static final int LONGEST = SHARES + 3;
    private static final int WEB = SHARES + 4;
    /** Cells of the histogram that the entropy of URLs is estimated from: at most 6 bits can be told. */
    private static final int CELLS = 64;

    private static final int MAX_PARTS = 4;
    private static final int PARTS_HOLD = 3_600;
    private static final float[] LOGARITHM = new float[4096];
    private static final float[] FADED = new float[256];

    static {
        for (int i = 0; i < FADED.length; i++) {
            FADED[i] = faded(i);
        }
        for (int i = 0; i < LOGARITHM.length; i++) {
            LOGARITHM[i] = (float) Math.log1p(i);
        }
    }

    private int events;
    private int newest;
    private float gaps;
    private float gapSum;
    private float gapSquares;
    private float @Nullable [] web;
    private byte @Nullable [] urls;
    private int lookedAt;
    private List<ModelPart> parts = List.of();

    /** Counts an event; {@code second} is its time. */
    public void event(int second) {
        if (newest != 0) {
            if (second / 60 > newest / 60) {
                fade(second / 60 - newest / 60);
            }
            float gap = logarithm(Math.max(0, second - newest));
            gaps++;
            gapSum += gap;
            gapSquares += gap * gap;
        }
        newest = Math.max(newest, second);
        events = events == Integer.MAX_VALUE ? events : events + 1;
    }

    /**
     * Adds what a web request shows, after {@link #event} counted it.
     *
     * @param url its path and query
     * @param urlHash {@link Hashes#of} it
     * @param bytes of the response; negative when unknown
     */
    public void request(String method, int status, String url, int urlHash, long bytes, boolean hasAgent) {
        float[] sums = web;
        byte[] cells = urls;
        if (sums == null || cells == null) {
            sums = new float[WEB];
            web = sums;
            cells = new byte[CELLS];
            urls = cells;
        }
        sums[REQUESTS]++;
        if (status >= 200 && status < 600) {
            sums[Share.STATUS_2XX.slot + status / 100 - 2]++;
        }
        switch (method) {
            case "GET" -> sums[Share.GET.slot]++;
            case "POST" -> sums[Share.POST.slot]++;
            case "HEAD" -> sums[Share.HEAD.slot]++;
            default -> {}
        }
        if (!hasAgent) {
            sums[Share.WITHOUT_AGENT.slot]++;
        }
        float length = logarithm(url.length());
        sums[LENGTHS] += length;
        sums[LONGEST] = Math.max(sums[LONGEST], length);
        sums[SIZES] += logarithm(Math.max(0, bytes));
        if (++cells[urlHash >>> 26] == -1) {
            halve(cells);
        }
    }

    /** Events since the source was last quiet for long. */
    public int events() {
        return events;
    }

    /** Between 0 and 1; 0 for a source without requests. */
    public float share(Share share) {
        return perRequest(share.slot);
    }

    /** Share of requests with another method than GET, HEAD and POST. */
    public float otherMethods() {
        return web == null ? 0 : Math.max(0, 1 - share(Share.GET) - share(Share.HEAD) - share(Share.POST));
    }

    /** Mean of ln(1 + characters of the URL). */
    public float urlLength() {
        return perRequest(LENGTHS);
    }

    /** ln(1 + characters of the longest URL), which fades like everything else. */
    public float longestUrl() {
        return web == null ? 0 : web[LONGEST];
    }

    /** Mean of ln(1 + bytes of the response). */
    public float responseSize() {
        return perRequest(SIZES);
    }

    /** Shannon entropy of the URLs in bits, from a histogram of {@value #CELLS} hashed cells: 0 to 6. */
    public float urlEntropy() {
        byte[] cells = urls;
        if (cells == null) {
            return 0;
        }
        int total = 0;
        double sum = 0;
        for (byte cell : cells) {
            int n = cell & 0xFF;
            total += n;
            sum += n == 0 ? 0 : n * Math.log(n);
        }
        return total == 0 ? 0 : (float) Math.max(0, (Math.log(total) - sum / total) / Math.log(2));
    }

    /** Mean of ln(1 + seconds between two events). */
    public float gap() {
        return gaps == 0 ? 0 : gapSum / gaps;
    }

    /** Standard deviation of ln(1 + seconds between two events): a machine's is small, a person's is not. */
    public float gapDeviation() {
        return gaps == 0 ? 0 : (float) Math.sqrt(Math.max(0, gapSquares / gaps - gap() * gap()));
    }

    /** Event time at which the model last looked; 0 for never. */
    public int lookedAt() {
        return lookedAt;
    }

    public void looked(int second) {
        lookedAt = second;
    }

    /** What the model last thought, unless that is older than an hour. */
    public List<ModelPart> partsAt(int now) {
        return parts.isEmpty() || (long) now - parts.getFirst().second() > PARTS_HOLD ? List.of() : parts;
    }

    public void setParts(List<ModelPart> values) {
        parts = List.copyOf(values.size() > MAX_PARTS ? values.subList(0, MAX_PARTS) : values);
    }

    /** Whether there is nothing to store. */
    boolean isEmpty() {
        return newest == 0 && parts.isEmpty();
    }

    /** Forgets all but what the model thought: after a quiet day the source begins anew. */
    void restart() {
        events = 0;
        newest = 0;
        gaps = 0;
        gapSum = 0;
        gapSquares = 0;
        web = null;
        urls = null;
    }

    private float perRequest(int place) {
        return web == null || web[REQUESTS] == 0 ? 0 : web[place] / web[REQUESTS];
    }

    private void fade(int minutes) {
        float factor = minutes < FADED.length ? FADED[minutes] : faded(minutes);
        gaps *= factor;
        gapSum *= factor;
        gapSquares *= factor;
        float[] sums = web;
        byte[] cells = urls;
        if (sums != null && cells != null) {
            for (int i = 0; i < WEB; i++) {
                sums[i] *= factor;
            }
            for (int halvings = Math.min(8, minutes / HALF_LIFE_MINUTES); halvings > 0; halvings--) {
                halve(cells);
            }
        }
    }

    private static float faded(int minutes) {
        return (float) Math.pow(0.5, (double) minutes / HALF_LIFE_MINUTES);
    }

    private static void halve(byte[] cells) {
        for (int i = 0; i < CELLS; i++) {
            cells[i] = (byte) ((cells[i] & 0xFF) >>> 1);
        }
    }

    private static float logarithm(long value) {
        return value < LOGARITHM.length ? LOGARITHM[(int) value] : (float) Math.log1p((double) value);
    }

    void write(Packer out) {
        out.number(events).number(newest).number(lookedAt);
        write(out, new float[] {gaps, gapSum, gapSquares});
        float[] sums = web;
        byte[] cells = urls;
        out.number(sums == null ? 0 : 1);
        if (sums != null && cells != null) {
            write(out, sums);
            write(out, cells);
        }
        out.number(parts.size());
        parts.forEach(part -> part.write(out));
    }

    /** A bit for each value that is not 0, then those values: most sources have few. */
    private static void write(Packer out, float[] values) {
        int present = 0;
        for (int i = 0; i < values.length; i++) {
            present |= values[i] == 0 ? 0 : 1 << i;
        }
        out.number(present);
        for (float value : values) {
            if (value != 0) {
                out.word(Float.floatToIntBits(value));
            }
        }
    }

    private static void write(Packer out, byte[] cells) {
        int used = 0;
        for (byte cell : cells) {
            used += cell == 0 ? 0 : 1;
        }
        out.number(used);
        for (int i = 0; i < CELLS; i++) {
            if (cells[i] != 0) {
                out.number(i).number(cells[i] & 0xFF);
            }
        }
    }

    private static float[] readFloats(Unpacker in, int length) {
        float[] values = new float[length];
        int present = in.number((1 << length) - 1);
        for (int i = 0; i < length; i++) {
            values[i] = (present & 1 << i) == 0 ? 0 : Float.intBitsToFloat(in.word());
        }
        return values;
    }

    void readInto(Unpacker in) {
        events = in.number(Integer.MAX_VALUE);
        newest = in.number(Integer.MAX_VALUE);
        lookedAt = in.number(Integer.MAX_VALUE);
        float[] gap = readFloats(in, 3);
        gaps = gap[0];
        gapSum = gap[1];
        gapSquares = gap[2];
        if (in.number(1) == 1) {
            web = readFloats(in, WEB);
            byte[] cells = new byte[CELLS];
            for (int used = in.number(CELLS); used > 0; used--) {
                cells[in.number(CELLS - 1)] = (byte) in.number(255);
            }
            urls = cells;
        }
        List<ModelPart> read = new ArrayList<>();
        for (int n = in.number(MAX_PARTS); n > 0; n--) {
            read.add(ModelPart.read(in));
        }
        parts = List.copyOf(read);
    }
}
