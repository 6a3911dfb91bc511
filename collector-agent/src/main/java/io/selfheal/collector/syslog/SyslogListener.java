package io.selfheal.collector.syslog;

import io.selfheal.agent.log.Log;
import io.selfheal.collector.tail.Progress;
import io.selfheal.collector.tail.RateLimit;
import io.selfheal.collector.tail.SourceState;
import io.selfheal.schemas.net.CidrSet;
import io.selfheal.schemas.net.IpAddress;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * Listens at one address, and spools what allowed senders say. It begins at once and goes on while Kafka is away; an
 * address that cannot be had is tried again.
 */
public final class SyslogListener implements AutoCloseable {
    private static final Duration AGAIN = Duration.ofSeconds(5);
    private static final Duration NO_ROOM = Duration.ofSeconds(1);
    /** A disk that is full has room by the spool's own count. */
    private static final Duration DISK_PAUSE = Duration.ofMillis(50);

    private static final int LONGEST_SENDER = 64;
    private static final Log LOG = Log.of(SyslogListener.class);

    /** Takes messages out of the spool; under the lock. */
    public interface Messages {
        /**
         * Takes one.
         *
         * @param cut whether its end is missing
         * @param sender the address that it came from, which anybody can forge over UDP
         * @param start where it stands
         * @param end where the next one will
         * @return false if it was not taken and must come again
         */
        boolean message(
                byte[] bytes,
                int from,
                int to,
                boolean cut,
                String sender,
                SpoolPosition start,
                SpoolPosition end,
                Progress progress);
    }

    /** What listens, until it is closed. */
    interface Receiver extends AutoCloseable {
        /** How long what has come by the end is taken, at most. */
        Duration LAST_WORDS = Duration.ofSeconds(1);

        /** Takes messages until it is stopped. */
        void receive() throws IOException, InterruptedException;

        /** Ends {@link #receive}; from another thread. What has come by then is taken all the same. */
        void stop();

        int port();

        @Override
        void close();
    }

    private final ListenerSettings settings;
    private final CidrSet senders;
    private final ListenerMeter meter = new ListenerMeter();
    private final Spool spool;
    private final SpoolReader reader;
    private final RateLimit rate;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile SourceState state = SourceState.WAITING;
    private volatile String hint = "";
    private volatile @Nullable Receiver receiver;

    /**
     * @param folder where spools are kept; this one gets a folder in it
     * @param position as {@link #position} gave it before; null at the very first start
     * @throws IOException if the folder cannot be used
     */
    public SyslogListener(
            ListenerSettings settings,
            Path folder,
            @Nullable String position,
            Lock lock,
            Messages messages,
            InstantSource time)
            throws IOException {
        this.settings = settings;
        this.senders = CidrSet.of(settings.senders());
        this.rate = new RateLimit(settings.messagesPerSecond(), System::nanoTime);
        SpoolPosition from = position == null ? SpoolPosition.START : SpoolPosition.parse(position);
        this.spool = new Spool(
                folder.resolve(settings.listen().folderName()),
                settings.spoolBytes().bytes(),
                from.segment(),
                time);
        this.reader = new SpoolReader(name(), spool, from, lock, messages);
        this.thread = Thread.ofPlatform().name("collector-syslog-" + name()).unstarted(this::run);
    }

    /** The source's name in vitals and checkpoint. */
    public String name() {
        return settings.listen().toString();
    }

    /** Begins to listen. */
    public void listen() {
        thread.start();
    }

    /** Begins to read the spool; once begun it goes on by itself. */
    public void start() {
        reader.start();
    }

    public ListenerMeter meter() {
        return meter;
    }

    public SourceState state() {
        return state;
    }

    /** What a person can do about the state; empty when nothing is to be done. */
    public String hint() {
        return hint;
    }

    /** Where it listens really; 0 while it does not. */
    public int port() {
        Receiver open = receiver;
        return open == null ? 0 : open.port();
    }

    /** What is done with, for the checkpoint. Under the lock. */
    public String position() {
        return reader.position().toString();
    }

    /** Bytes that Kafka does not have yet. Under the lock. */
    public long lag() {
        return spool.bytesAfter(reader.position());
    }

    /** Forgets what was not acknowledged; it is read again. Under the lock. */
    public void rewind() {
        reader.rewind();
    }

    private void run() {
        try {
            do {
                listenOnce();
            } while (!closing.await(AGAIN.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void listenOnce() throws InterruptedException {
        try (Receiver open = open()) {
            receiver = open;
            become(SourceState.READING, "");
            if (!isClosing()) {
                open.receive();
            }
        } catch (BindException e) {
            become(
                    SourceState.DENIED,
                    "cannot listen here: is the address this machine's, the port free and above 1023?");
        } catch (IOException e) {
            if (!isClosing()) {
                LOG.warn("syslog is not listened for", "address", name(), "cause", e);
                become(SourceState.WAITING, "cannot listen; it is tried again");
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            LOG.warn("the files for TLS cannot be used", "address", name(), "cause", e);
            become(SourceState.DENIED, "certificate, key and client-authority cannot be used; the log says why");
        } finally {
            receiver = null;
        }
    }

    private Receiver open() throws IOException, GeneralSecurityException {
        return switch (settings.listen().transport()) {
            case UDP -> new DatagramReceiver(settings, this);
            case TCP -> new StreamReceiver(settings, null, this);
            case TLS -> new StreamReceiver(settings, TlsFiles.read(settings), this);
        };
    }

    private void become(SourceState next, String why) {
        if (state != next && next != SourceState.READING) {
            LOG.warn("syslog is not listened for", "address", name(), "state", next.wireName(), "hint", why);
        }
        state = next;
        hint = why;
    }

    boolean isClosing() {
        return closing.getCount() == 0;
    }

    /** The sender as text; null if he may not send. */
    @Nullable
    String allowed(InetAddress address) {
        String text = address.getHostAddress();
        int scope = text.indexOf('%');
        IpAddress sender = IpAddress.tryParse(scope < 0 ? text : text.substring(0, scope));
        if (sender == null || !senders.contains(sender)) {
            if (meter.notAllowed.getAndIncrement() == 0) {
                LOG.warn("syslog from a sender that is not allowed, counted from now on", "sender", text, "at", name());
            }
            return null;
        }
        return sender.toString();
    }

    /** A message that nobody waits with: it is spooled now or dropped. */
    void takeOrDrop(String sender, byte[] bytes, int length, boolean cut) {
        if (!rate.tryTake() || !spool.offer(sender, bytes, 0, length, cut)) {
            if (meter.dropped.getAndIncrement() == 0) {
                LOG.warn(
                        "syslog comes faster than it is taken, dropped messages are counted from now on", "at", name());
            }
        }
    }

    /** A message whose sender waits until there is room for it; dropped only when the listener closes. */
    void take(String sender, byte[] bytes, int length, boolean cut) throws InterruptedException {
        rate.take(1);
        long debt = rate.nanosUntilOne();
        while (debt > 0 && !isClosing()) {
            closing.await(debt, TimeUnit.NANOSECONDS);
            debt = rate.nanosUntilOne();
        }
        while (!spool.offer(sender, bytes, 0, length, cut) && !isClosing()) {
            spool.awaitRoom(length + LONGEST_SENDER, NO_ROOM);
            closing.await(DISK_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Stops listening, then reading; waits for both threads, at most a few seconds. */
    @Override
    public void close() {
        closing.countDown();
        Receiver open = receiver;
        if (open != null) {
            open.stop();
        }
        try {
            if (thread.getState() != Thread.State.NEW) {
                thread.join(Duration.ofSeconds(3));
            }
            reader.close();
            spool.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
