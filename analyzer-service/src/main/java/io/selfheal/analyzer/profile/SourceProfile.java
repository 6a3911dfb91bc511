package io.selfheal.analyzer.profile;

import io.selfheal.schemas.assess.Subject;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.net.IpAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything remembered of one subject: mutable, bounded, touched by one thread. The state store holds
 * {@link #toBytes()} under the topic's key: below 200 B for a quiet source, below 4 KiB for the busiest.
 */
public final class SourceProfile {
    private static final int FORMAT = 1;
    private static final int RECENT_EVENTS = 32;
    private static final int RECENT_ORDERS = 8;
    private static final int MAX_OPINIONS = 4;
    private static final int HOUR = 3_600;
    private static final int DAY = 86_400;

    private final String key;
    private final Subject subject;
    private final @Nullable IpAddress address;
    private final @Nullable Cidr network;
    private int lastSeen;
    private int lastSuccess;
    private int bruteForceRaised;
    private int reportedScore;
    private int reportedAt;
    private int threats;
    private final Stamps stamps = new Stamps();
    private final Counts counts = new Counts();
    private RecentHashes events = new RecentHashes(RECENT_EVENTS);
    private @Nullable RecentHashes orders;
    private @Nullable AttemptSlots attempts;
    private final ScenarioStates scenarios = new ScenarioStates();
    private final Ledgers ledgers = new Ledgers();
    private @Nullable Standing standing;
    private List<Opinion> opinions = List.of();
    private int trustedLogin;
    private @Nullable GroupMemory group;

    private SourceProfile(String key) {
        this.key = key;
        this.address = IpAddress.tryParse(key);
        this.network = address == null ? Cidr.tryParse(key) : null;
        this.subject = SubjectKey.subjectOf(key, address, network);
    }

    /**
     * An empty profile for the key of an event, verdict or order (an address, a network or a host), or for that of a
     * group ({@link SubjectKey}).
     */
    public static SourceProfile create(String key) {
        return new SourceProfile(key);
    }

    public String key() {
        return key;
    }

    public Subject subject() {
        return subject;
    }

    /** The source's address; null for networks and hosts. */
    public @Nullable IpAddress address() {
        return address;
    }

    /** The network that the key names; null for addresses, hosts and groups. */
    public @Nullable Cidr network() {
        return network;
    }

    /** Newest event time seen. */
    public Instant lastSeen() {
        return Instant.ofEpochSecond(lastSeen);
    }

    /**
     * Notes that the source was seen; after a quiet day the sets of different values begin anew.
     *
     * @return whether it is for the first time in this hour of the clock
     */
    public boolean seen(int second) {
        int before = lastSeen;
        lastSeen = Math.max(second, before);
        if (before != 0 && second - before > DAY) {
            counts.forgetTraits();
        }
        return second / HOUR > before / HOUR;
    }

    /** Whether the event's id is new to this source, as far as its memory of {@value #RECENT_EVENTS} ids reaches. */
    public boolean isNewEvent(long idHash) {
        return events.add((int) (idHash ^ idHash >>> 32));
    }

    /** Whether the order was not carried out before, as far as the memory of {@value #RECENT_ORDERS} orders reaches. */
    public boolean isNewOrder(String id) {
        if (orders == null) {
            orders = new RecentHashes(RECENT_ORDERS);
        }
        return orders.add(Hashes.of(id));
    }

    public void count(Tally tally, int second, int times) {
        counts.count(tally, second, times);
        if (tally == Tally.THREATS) {
            threats = (int) Math.min(Integer.MAX_VALUE, (long) threats + times);
        }
    }

    /** How often something had a base score since this source is remembered; what {@link Tally#THREATS} forgets too. */
    public int threats() {
        return threats;
    }

    /** How often within the last {@code window} seconds (at most a day) up to and including {@code now}. */
    public int within(Tally tally, int now, int window) {
        return counts.within(tally, now, window);
    }

    public void note(Trait trait, int hash) {
        counts.note(trait, hash);
    }

    /** About how many different values since the source was last quiet for a day. */
    public int distinct(Trait trait) {
        return counts.distinct(trait);
    }

    public AttemptSlots attempts() {
        if (attempts == null) {
            attempts = new AttemptSlots();
        }
        return attempts;
    }

    public ScenarioStates scenarios() {
        return scenarios;
    }

    /** Shares and means for the anomaly model, and what the model thought. */
    public Habits habits() {
        return counts.habits();
    }

    /** Real blocks. */
    public BlockHistory blocks() {
        return ledgers.of(false);
    }

    /** The ledger that a block of this kind is written to: real ones, or those of the dry run. */
    public BlockHistory ledger(boolean simulated) {
        return ledgers.of(simulated);
    }

    /** Whether a real block is in force. */
    public boolean isBlocked() {
        return ledgers.isBlocked(false);
    }

    /** Whether a block of the dry run has not ended yet. */
    public boolean wouldBeBlocked() {
        return ledgers.isBlocked(true);
    }

    /** Whether a block of either kind is to end some time, so that {@code sweep} has something to do for it. */
    public boolean awaitsEnd() {
        return isBlocked() || wouldBeBlocked();
    }

    public @Nullable Standing standing() {
        return standing;
    }

    public void setStanding(Standing value) {
        standing = value;
    }

    /**
     * What was done is settled: a block that ended must not begin again for it, whatever verdict comes later. Where the
     * block was only simulated, what was done stays; what is done from now on is told and judged anew.
     */
    public void settle(boolean simulated) {
        standing = simulated ? standing : null;
        reportedScore = 0;
    }

    public List<Opinion> opinions() {
        return opinions;
    }

    public void setOpinions(List<Opinion> values) {
        opinions = List.copyOf(values.size() > MAX_OPINIONS ? values.subList(0, MAX_OPINIONS) : values);
    }

    public int lastSuccess() {
        return lastSuccess;
    }

    public void succeeded(int second) {
        lastSuccess = Math.max(lastSuccess, second);
    }

    /** Second of the last login that did not look guessed; 0 for none. */
    public int trustedLogin() {
        return trustedLogin;
    }

    public void trusted(int second) {
        trustedLogin = Math.max(trustedLogin, second);
    }

    /** What only a group remembers. */
    public GroupMemory group() {
        if (group == null) {
            group = new GroupMemory();
        }
        return group;
    }

    /** The next second at which something is missed that a group waits for. */
    public int nextDue() {
        return group == null ? Integer.MAX_VALUE : group.waits().nextDue();
    }

    /** Second at which the derived brute force was last raised; 0 for never. */
    public int bruteForceRaised() {
        return bruteForceRaised;
    }

    public void raiseBruteForce(int second) {
        bruteForceRaised = second;
    }

    /** Score of the last published assessment; 0 once it is older than a day. */
    public int reportedScore(int now) {
        return now - reportedAt >= DAY ? 0 : reportedScore;
    }

    public void reported(int score, int second) {
        reportedScore = score;
        reportedAt = second;
    }

    public Stamps stamps() {
        return stamps;
    }

    /** Whether nothing in it matters any more at this moment: no block, no offence to remember, a quiet day. */
    public boolean isForgettable(Instant now) {
        return !awaitsEnd()
                && (group == null || now.getEpochSecond() > group.keptUntil())
                && (!ledgers.hasOffences() || now.getEpochSecond() - lastSeen > 31L * DAY)
                && now.getEpochSecond() - lastSeen > DAY;
    }

    /** How much would be lost with it; see {@link Worth}. What counts has a base score, or a scenario counts it. */
    public Worth worth() {
        boolean known = ledgers.hasOffences() || reportedScore >= 60 || (group != null && group.keptUntil() > lastSeen);
        return awaitsEnd() ? Worth.BLOCKED : known ? Worth.KNOWN : Worth.of(Math.max(threats, scenarios.most()));
    }

    public byte[] toBytes() {
        Packer out = new Packer();
        out.number(FORMAT).number(lastSeen).number(lastSuccess).number(bruteForceRaised);
        out.number(reportedScore).number(reportedAt);
        stamps.write(out);
        int parts = counts.parts() | ledgers.parts() | (orders == null ? 0 : 1 << 16);
        parts |= (attempts == null ? 0 : 1 << 17) | (standing == null ? 0 : 1 << 19);
        parts |= (trustedLogin == 0 ? 0 : 1 << 20) | (group == null ? 0 : 1 << 21);
        out.number(parts);
        counts.write(out);
        events.write(out);
        if (orders != null) {
            orders.write(out);
        }
        if (attempts != null) {
            attempts.write(out);
        }
        ledgers.write(false, out);
        if (standing != null) {
            standing.write(out);
        }
        scenarios.write(out);
        out.number(opinions.size());
        opinions.forEach(opinion -> opinion.write(out));
        if (trustedLogin != 0) {
            out.number(trustedLogin);
        }
        if (group != null) {
            group.write(out);
        }
        ledgers.write(true, out);
        out.number(threats);
        return out.toBytes();
    }

    /**
     * Reads what {@link #toBytes()} wrote, of this or an older version.
     *
     * @throws IllegalArgumentException if the bytes are no profile
     */
    public static SourceProfile fromBytes(String key, byte[] bytes) {
        SourceProfile profile = new SourceProfile(key);
        Unpacker in = new Unpacker(bytes);
        int format = in.number(255);
        if (format != FORMAT) {
            throw new IllegalArgumentException("a profile of format " + format + "; allowed: " + FORMAT);
        }
        profile.readFrom(in);
        return profile;
    }

    private void readFrom(Unpacker in) {
        lastSeen = in.number(Integer.MAX_VALUE);
        lastSuccess = in.number(Integer.MAX_VALUE);
        bruteForceRaised = in.number(Integer.MAX_VALUE);
        reportedScore = in.number(100);
        reportedAt = in.number(Integer.MAX_VALUE);
        stamps.readInto(in);
        int parts = in.number((1 << 24) - 1);
        counts.readInto(parts, in);
        events = RecentHashes.read(in, RECENT_EVENTS);
        orders = (parts & 1 << 16) == 0 ? null : RecentHashes.read(in, RECENT_ORDERS);
        attempts = (parts & 1 << 17) == 0 ? null : AttemptSlots.read(in);
        ledgers.read(parts, false, in);
        standing = (parts & 1 << 19) == 0 ? null : Standing.read(in);
        scenarios.readInto(in);
        List<Opinion> read = new ArrayList<>();
        for (int n = in.number(MAX_OPINIONS); n > 0; n--) {
            read.add(Opinion.read(in));
        }
        opinions = List.copyOf(read);
        trustedLogin = (parts & 1 << 20) == 0 ? 0 : in.number(Integer.MAX_VALUE);
        group = (parts & 1 << 21) == 0 ? null : GroupMemory.read(in);
        ledgers.read(parts, true, in);
        // It stands last, because older versions wrote nothing here and read no further.
        threats = in.isAtEnd() ? 0 : in.number(Integer.MAX_VALUE);
    }
}
