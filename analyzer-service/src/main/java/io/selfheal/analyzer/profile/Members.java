package io.selfheal.analyzer.profile;

import io.selfheal.schemas.net.IpAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The sources that did something to a group, by scenario: whom to blame when it fires, and how many members of a
 * network are bad. At most {@value #MAX} of them (24 B each, 6 KiB); the one that was quiet for longest makes room.
 */
public final class Members {
    /** Most members remembered of one group. */
    public static final int MAX = 256;

    private int[] scenarios = new int[4];
    private int[] seconds = new int[4];
    private long[] highs = new long[4];
    private long[] lows = new long[4];
    private int size;

    /** Notes that the source did what the scenario is about. */
    public void note(int scenario, IpAddress source, int second) {
        int place = find(scenario, source);
        if (place >= 0) {
            seconds[place] = Math.max(seconds[place], second);
            return;
        }
        place = size < MAX ? size : eldest();
        if (size == scenarios.length && size < MAX) {
            grow();
        }
        size = Math.min(MAX, size + 1);
        scenarios[place] = scenario;
        seconds[place] = second;
        highs[place] = source.high();
        lows[place] = source.low();
    }

    /** Whether the source did what the scenario is about after this second. */
    public boolean has(int scenario, IpAddress source, int second) {
        int place = find(scenario, source);
        return place >= 0 && seconds[place] > second;
    }

    /** How many sources of a scenario were seen after this second. */
    public int count(int scenario, int second) {
        int count = 0;
        for (int i = 0; i < size; i++) {
            count += scenarios[i] == scenario && seconds[i] > second ? 1 : 0;
        }
        return count;
    }

    /** Whether at least so many sources of a scenario were seen after this second; reads no more members than that takes. */
    public boolean areAtLeast(int wanted, int scenario, int second) {
        int count = 0;
        for (int i = 0; i < size && count < wanted; i++) {
            count += scenarios[i] == scenario && seconds[i] > second ? 1 : 0;
        }
        return count >= wanted;
    }

    /** The sources of a scenario that were seen after this second, in the order in which they came. */
    public List<IpAddress> since(int scenario, int second) {
        List<IpAddress> found = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            if (scenarios[i] == scenario && seconds[i] > second) {
                found.add(new IpAddress(highs[i], lows[i]));
            }
        }
        return found;
    }

    private int find(int scenario, IpAddress source) {
        long low = source.low();
        long[] all = lows;
        for (int i = 0; i < size; i++) {
            if (all[i] == low && highs[i] == source.high() && scenarios[i] == scenario) {
                return i;
            }
        }
        return -1;
    }

    private int eldest() {
        int eldest = 0;
        for (int i = 1; i < size; i++) {
            eldest = seconds[i] < seconds[eldest] ? i : eldest;
        }
        return eldest;
    }

    private void grow() {
        int length = Math.min(MAX, size * 2);
        scenarios = Arrays.copyOf(scenarios, length);
        seconds = Arrays.copyOf(seconds, length);
        highs = Arrays.copyOf(highs, length);
        lows = Arrays.copyOf(lows, length);
    }

    void write(Packer out) {
        out.number(size);
        for (int i = 0; i < size; i++) {
            out.word(scenarios[i]).word(seconds[i]);
            out.word((int) (highs[i] >>> 32)).word((int) highs[i]);
            out.word((int) (lows[i] >>> 32)).word((int) lows[i]);
        }
    }

    static Members read(Unpacker in) {
        Members members = new Members();
        int size = in.number(MAX);
        int length = Math.max(4, size);
        members.scenarios = new int[length];
        members.seconds = new int[length];
        members.highs = new long[length];
        members.lows = new long[length];
        members.size = size;
        for (int i = 0; i < size; i++) {
            members.scenarios[i] = in.word();
            members.seconds[i] = in.word();
            members.highs[i] = ((long) in.word() << 32) | (in.word() & 0xFFFF_FFFFL);
            members.lows[i] = ((long) in.word() << 32) | (in.word() & 0xFFFF_FFFFL);
        }
        return members;
    }
}
