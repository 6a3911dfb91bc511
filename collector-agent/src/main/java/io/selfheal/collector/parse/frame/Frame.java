package io.selfheal.collector.parse.frame;

import io.selfheal.collector.parse.EventIdentity;
import io.selfheal.collector.parse.LogLine;
import io.selfheal.collector.parse.SourceContext;
import io.selfheal.collector.parse.scan.AddressScan;
import io.selfheal.collector.parse.scan.ByteScan;
import io.selfheal.collector.parse.scan.TextCache;
import io.selfheal.schemas.event.LogPosition;
import io.selfheal.schemas.event.Origin;
import io.selfheal.schemas.net.IpAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line taken apart: who said it and when, and the range of bytes that is the message. Filled anew for each line
 * by the framers; what the parsers need to make an event's {@link Origin}. Not thread-safe.
 */
public final class Frame {
    /** Bound of {@link Origin#message()} in bytes. */
    public static final int MESSAGE_BYTES = 2048;

    private static final int NAME_BYTES = 64;
    private static final int MAX_PORT = 65_535;

    private final SourceContext source;
    private final EventIdentity ids;
    private final TextCache texts = new TextCache();
    private final Stamps stamps;

    private LogLine line = new LogLine();
    private byte[] bytes = new byte[0];
    private int from;
    private int to;
    private byte[] outerBytes = new byte[0];
    private int outerFrom;
    private int outerTo;
    private long outerMillis;
    private String outerHost;
    private long readAt;
    private long millis;
    private Instant time = Instant.EPOCH;
    private String host;
    private @Nullable String program;
    private @Nullable String container;
    private int pid;
    private int count;
    private boolean cut;
    private boolean hostless;

    public Frame(SourceContext source, EventIdentity ids) {
        this.source = source;
        this.ids = ids;
        this.stamps = new Stamps(source.zone());
        this.host = source.host();
        this.outerHost = source.host();
    }

    /** Begins a line: until a framer says otherwise the whole line is the message, said here and now. */
    public void begin(LogLine newLine, long readAtMillis) {
        line = newLine;
        cut = newLine.cut();
        readAt = readAtMillis;
        stamps.begin(readAtMillis);
        container = null;
        String sender = newLine.sender();
        host = sender == null ? source.host() : sender;
        enter(newLine.bytes(), newLine.from(), newLine.to(), readAtMillis);
    }

    /**
     * Goes on with a line that stood within the one before: a container's line in its engine's log.
     *
     * @param newMillis when its writer says it was said, for inner lines that have no stamp
     */
    void enter(byte[] newBytes, int newFrom, int newTo, long newMillis) {
        outerBytes = newBytes;
        outerFrom = newFrom;
        outerTo = newTo;
        outerMillis = newMillis;
        outerHost = host;
        restart();
    }

    /** Goes on with a part of the line, or with what is left of it without its wrapping. */
    void enterBare(byte[] newBytes, int newFrom, int newTo) {
        enter(newBytes, newFrom, newTo, outerMillis);
    }

    /** Forgets what a framer found in the line, so that it can be read another way. */
    public void restart() {
        host = outerHost;
        program = null;
        hostless = false;
        pid = 0;
        count = 1;
        setTime(outerMillis);
        setMessage(outerBytes, outerFrom, outerTo);
    }

    /** The process that the header names; 0 if it names none. */
    public int pid() {
        return pid;
    }

    /** Whether what was entered is a header, an object or a stamp behind a blank: it goes on with the line before. */
    public boolean goesOn() {
        int start = outerFrom;
        while (start < outerTo && (outerBytes[start] == ' ' || outerBytes[start] == '\t')) {
            start++;
        }
        if (start == outerFrom || outerTo - start < 5) {
            return false;
        }
        byte first = outerBytes[start];
        boolean month = first >= 'A' && first <= 'Z' && outerBytes[start + 3] == ' ';
        return month || first == '{' || first == '[' || first == '<' || ByteScan.isDigit(first);
    }

    /** The header names a program but no host. */
    void setHostless() {
        hostless = true;
    }

    /**
     * Whether the header may be none: a date and a blank begin many daemons' own logs and no syslog daemon's, and a
     * header without a host is rare.
     */
    public boolean isHeaderDoubtful() {
        return hostless || beginsWithDateAndBlank();
    }

    private boolean beginsWithDateAndBlank() {
        return outerTo - outerFrom > 10 && ByteScan.isDigit(outerBytes[outerFrom]) && outerBytes[outerFrom + 10] == ' ';
    }

    /** The end of the line that was entered is missing, or may be. */
    public void setCut() {
        cut = true;
    }

    /** Narrows the message; blanks around it, and line ends and NULs at its end, do not belong to it. */
    public void setMessage(byte[] newBytes, int newFrom, int newTo) {
        int end = newTo;
        while (end > newFrom && newBytes[end - 1] <= ' ' && newBytes[end - 1] >= 0) {
            end--;
        }
        int start = newFrom;
        while (start < end && newBytes[start] == ' ') {
            start++;
        }
        bytes = newBytes;
        from = start;
        to = end;
    }

    public void setTime(long epochMillis) {
        if (epochMillis != millis) {
            millis = epochMillis;
            time = Instant.ofEpochMilli(epochMillis);
        }
    }

    /** When it was said, in milliseconds since 1970. */
    public long millis() {
        return millis;
    }

    /** Who wrote the line, as far as its frames tell: what a program numbers is its own only with this. */
    public String writer() {
        return host + ' ' + container + ' ' + program + ' ' + pid;
    }

    /** The journal names a container by its number only. */
    void setContainer(@Nullable String id) {
        container = id;
    }

    void setHost(byte[] b, int start, int end) {
        if (end > start) {
            host = texts.get(b, start, end, NAME_BYTES);
        }
    }

    void setProgram(byte[] b, int start, int end) {
        program = end > start ? texts.get(b, start, end, NAME_BYTES) : null;
    }

    public void setPid(int newPid) {
        pid = Math.max(newPid, 0);
    }

    void setCount(int newCount) {
        count = newCount;
    }

    /** The event's time, place and source, for a message that this parser understood; an impossible port counts as none. */
    public Origin origin(String dataset, @Nullable IpAddress address, int port, int times) {
        return new Origin(
                ids.idAt(line.offset()),
                time,
                host,
                dataset,
                address,
                port > MAX_PORT ? 0 : port,
                null,
                Math.max(times, count),
                program,
                pid,
                new LogPosition(source.path(), line.offset(), source.container()),
                source.keepMessage() ? TextCache.decode(line.bytes(), line.from(), line.to(), MESSAGE_BYTES) : null);
    }

    /** The address that fills the range of the message's bytes; null for a name. */
    public @Nullable IpAddress address(int start, int end) {
        return AddressScan.read(bytes, start, end);
    }

    /** The client behind the peer, if the peer is a trusted proxy; else the peer. */
    public @Nullable IpAddress client(@Nullable IpAddress peer, byte[] list, int start, int end) {
        return source.proxies().client(peer, list, start, end);
    }

    public TextCache texts() {
        return texts;
    }

    public Stamps stamps() {
        return stamps;
    }

    public byte[] bytes() {
        return bytes;
    }

    public int from() {
        return from;
    }

    public int to() {
        return to;
    }

    /** Index after the line's last byte, blanks at its end included. */
    int lineEnd() {
        return outerTo;
    }

    public long readAt() {
        return readAt;
    }

    public @Nullable String program() {
        return program;
    }

    /** Whether the end of the message is missing. */
    public boolean cut() {
        return cut;
    }
}
