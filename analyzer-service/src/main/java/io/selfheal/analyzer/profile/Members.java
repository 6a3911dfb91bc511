package io.selfheal.analyzer.profile;

import io.selfheal.schemas.net.IpAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The sources that did something to a group, by scenario: whom to blame when it fires, and how many members of a
 * network are bad. At most {@value #MAX} of them (28 B each, 7 KiB); the one that was quiet for longest makes room. Found
 * by a hash of both, in chains: a fleet under attack looks for one of them with each failed login.
 */
public final class Members {
    /** Most members remembered of one group. */
    public static final int MAX = 256;

    private int[] scenarios = new int[4];
    private int[] seconds = new int[4];
    private long[] highs = new long[4];
    private long[] lows = new long[4];
    /** The place of a chain's first member plus one; 0 for none. As many chains as there is room for members. */
    private short[] heads = new short[4];
    /** The same of the member that follows in the chain. */
    private short[] nexts = new short[4];

    private int size;
    /** Where the search for the eldest goes on, once there are {@value #MAX}. */
    private int hand;

    /** Notes that the source did what the scenario is about. */
    public void note(int scenario, IpAddress source, int second) {
        int place = find(scenario, source);
        if (place >= 0) {
            seconds[place] = Math.max(seconds[place], second);
            return;
        }
        if (size == MAX) {
            place = eldest();
            unlink(place);
        } else {
            if (size == scenarios.length) {
                makeRoom(size * 2);
            }
            place = size++;
        }
        put(place, scenario, second, source.high(), source.low());
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
        int place = heads[chain(scenario, source.high(), source.low())] - 1;
        while (place >= 0
                && (lows[place] != source.low() || highs[place] != source.high() || scenarios[place] != scenario)) {
            place = nexts[place] - 1;
        }
        return place;
    }

    /** Room is a power of two. */
    private int chain(int scenario, long high, long low) {
        return Hashes.mix(scenario + 31 * (Long.hashCode(high) + 31 * Long.hashCode(low))) & heads.length - 1;
    }

    private void put(int place, int scenario, int second, long high, long low) {
        scenarios[place] = scenario;
        seconds[place] = second;
        highs[place] = high;
        lows[place] = low;
        link(place);
    }

    private void link(int place) {
        int chain = chain(scenarios[place], highs[place], lows[place]);
        nexts[place] = heads[chain];
        heads[chain] = (short) (place + 1);
    }

    private void unlink(int place) {
        int chain = chain(scenarios[place], highs[place], lows[place]);
        if (heads[chain] == place + 1) {
            heads[chain] = nexts[place];
            return;
        }
        int before = heads[chain] - 1;
        while (nexts[before] != place + 1) {
            before = nexts[before] - 1;
        }
        nexts[before] = nexts[place];
    }

    /** The least of the seconds first, many at a time; then where it is, which mostly is behind the last one found. */
    private int eldest() {
        int least = Integer.MAX_VALUE;
        for (int second : seconds) {
            least = Math.min(least, second);
        }
        while (seconds[hand] != least) {
            hand = hand + 1 & MAX - 1;
        }
        return hand;
    }

    private void makeRoom(int room) {
        scenarios = Arrays.copyOf(scenarios, room);
        seconds = Arrays.copyOf(seconds, room);
        highs = Arrays.copyOf(highs, room);
        lows = Arrays.copyOf(lows, room);
        heads = new short[room];
        nexts = new short[room];
        for (int place = 0; place < size; place++) {
            link(place);
        }
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
        members.makeRoom(Math.max(4, Integer.highestOneBit(Math.max(1, size) * 2 - 1)));
        for (int place = 0; place < size; place++) {
            members.put(place, in.word(), in.word(), twoWords(in), twoWords(in));
        }
        members.size = size;
        return members;
    }

    private static long twoWords(Unpacker in) {
        return ((long) in.word() << 32) | (in.word() & 0xFFFF_FFFFL);
    }
}
