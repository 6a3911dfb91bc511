package io.selfheal.analyzer.profile;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/** What a group's absence scenarios wait for: at most {@value #MAX} things; the oldest makes room. */
public final class Waits {
    private static final int MAX = 64;
    private static final int MAX_TEXT = 100;

    private final List<Wait> waits = new ArrayList<>(0);

    /**
     * Something that should come.
     *
     * @param scenario hash of the scenario's id
     * @param value hash of what it has in common with what should come; 0 where nothing is asked
     * @param since second of the event that it should follow
     * @param due second at which it is missed
     * @param eventId that event
     * @param host where it happened
     * @param label what it was about, for people
     */
    public record Wait(int scenario, int value, int since, int due, String eventId, String host, String label) {}

    /** Waits, unless the same is waited for already. */
    public void add(Wait wait) {
        for (Wait known : waits) {
            if (known.scenario() == wait.scenario() && known.value() == wait.value()) {
                return;
            }
        }
        if (waits.size() >= MAX) {
            waits.removeFirst();
        }
        waits.add(wait);
    }

    /** It came, at this second: what was waited for since before is no longer. */
    public void came(int scenario, int value, int second) {
        waits.removeIf(w -> w.scenario() == scenario && w.value() == value && w.since() <= second);
    }

    /** Takes out what is missed by this second. */
    public List<Wait> takeDue(int now) {
        return take(w -> w.due() <= now);
    }

    /** The next second at which something will be missed; {@link Integer#MAX_VALUE} for none. */
    public int nextDue() {
        int next = Integer.MAX_VALUE;
        for (int i = 0; i < waits.size(); i++) {
            next = Math.min(next, waits.get(i).due());
        }
        return next;
    }

    private List<Wait> take(Predicate<Wait> which) {
        List<Wait> taken = new ArrayList<>(0);
        for (Iterator<Wait> all = waits.iterator(); all.hasNext(); ) {
            Wait wait = all.next();
            if (which.test(wait)) {
                taken.add(wait);
                all.remove();
            }
        }
        return taken;
    }

    void write(Packer out) {
        out.number(waits.size());
        for (Wait w : waits) {
            out.word(w.scenario()).word(w.value()).word(w.since()).word(w.due());
            out.text(w.eventId(), MAX_TEXT).text(w.host(), MAX_TEXT).text(w.label(), MAX_TEXT);
        }
    }

    static Waits read(Unpacker in) {
        Waits waits = new Waits();
        for (int n = in.number(MAX); n > 0; n--) {
            waits.waits.add(new Wait(in.word(), in.word(), in.word(), in.word(), in.text(), in.text(), in.text()));
        }
        return waits;
    }
}
