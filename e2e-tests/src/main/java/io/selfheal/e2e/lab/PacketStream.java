package io.selfheal.e2e.lab;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A steady stream of datagrams from one address to the server, to see to the tenth of a millisecond when a firewall
 * begins to drop them. Both ends are sockets of this JVM in their namespaces, see {@link Inside}.
 */
public final class PacketStream implements AutoCloseable {
    /** Five a millisecond would be finer, and take a core. */
    private static final long INTERVAL_NANOS = 300_000;

    private final DatagramSocket sender;
    private final DatagramSocket receiver;
    private final InetSocketAddress target;
    private final Thread sending;
    private final Thread receiving;
    private long[] sentAt = new long[1 << 14];
    private int sent;
    private volatile int newestArrived = -1;
    private final AtomicInteger arrived = new AtomicInteger();
    private volatile long newestArrival = System.nanoTime();
    private volatile boolean closed;

    private PacketStream(DatagramSocket sender, DatagramSocket receiver, InetSocketAddress target) {
        this.sender = sender;
        this.receiver = receiver;
        this.target = target;
        this.sending = Thread.ofPlatform().name("packets-out").daemon().unstarted(this::send);
        this.receiving = Thread.ofPlatform().name("packets-in").daemon().unstarted(this::receive);
    }

    /** Starts the stream. The address must be one of the sender's, or one that its routes call local. */
    public static PacketStream start(Namespace from, String address, Machine to) {
        return start(from, address, to.netns(), address.indexOf(':') >= 0 ? to.ipv6() : to.ipv4());
    }

    /**
     * The same to a node that has a network namespace and an address in it.
     *
     * @param netns the receiver's namespace
     * @param server the receiver's address, of the family of {@code address}
     */
    public static PacketStream start(Namespace from, String address, String netns, String server) {
        DatagramSocket in = Inside.call(netns, () -> new DatagramSocket(0));
        DatagramSocket out =
                Inside.call(from.netns(), () -> new DatagramSocket(new InetSocketAddress(literal(address), 0)));
        PacketStream stream = new PacketStream(out, in, new InetSocketAddress(literal(server), in.getLocalPort()));
        stream.sending.start();
        stream.receiving.start();
        return stream;
    }

    /** Waits until packets arrive. */
    public PacketStream flowing() {
        Waiting.until(
                "packets from " + sender.getLocalAddress(),
                Duration.ofSeconds(5),
                () -> newestArrived >= 0,
                () -> sent + " sent");
        return this;
    }

    /**
     * Waits until nothing arrives any more.
     *
     * @param quiet how long nothing may have arrived to call it dropped
     * @return {@link System#nanoTime} at which the first packet was sent that did not arrive
     */
    public long awaitDrop(Duration quiet, Duration limit) {
        Waiting.until(
                "the drop of packets from " + sender.getLocalAddress(),
                limit,
                () -> System.nanoTime() - newestArrival > quiet.toNanos() && isLost(newestArrived + 1, quiet),
                () -> "packet " + newestArrived + " of " + sent + " arrived");
        synchronized (this) {
            return sentAt[newestArrived + 1];
        }
    }

    public synchronized int sent() {
        return sent;
    }

    /** How many packets got in so far. */
    public int arrived() {
        return arrived.get();
    }

    @Override
    public void close() {
        closed = true;
        sender.close();
        receiver.close();
        try {
            sending.join(1000);
            receiving.join(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send() {
        ByteBuffer number = ByteBuffer.allocate(Integer.BYTES);
        long next = System.nanoTime();
        while (!closed) {
            number.putInt(0, note());
            try {
                sender.send(new DatagramPacket(number.array(), Integer.BYTES, target));
            } catch (IOException e) {
                if (!closed) {
                    throw new LabException("cannot send to " + target, e);
                }
            }
            next = Math.max(next + INTERVAL_NANOS, System.nanoTime());
            LockSupport.parkNanos(next - System.nanoTime());
        }
    }

    private void receive() {
        DatagramPacket packet = new DatagramPacket(new byte[Integer.BYTES], Integer.BYTES);
        while (!closed) {
            try {
                receiver.receive(packet);
                newestArrived = ByteBuffer.wrap(packet.getData()).getInt(0);
                newestArrival = System.nanoTime();
                arrived.incrementAndGet();
            } catch (IOException e) {
                if (!closed) {
                    throw new LabException("cannot receive", e);
                }
            }
        }
    }

    private synchronized int note() {
        if (sent == sentAt.length) {
            sentAt = Arrays.copyOf(sentAt, sent * 2);
        }
        sentAt[sent] = System.nanoTime();
        return sent++;
    }

    /** Sent long enough ago to have arrived: a sender that had no processor time is no firewall. */
    private synchronized boolean isLost(int number, Duration quiet) {
        return number < sent && System.nanoTime() - sentAt[number] > quiet.toNanos() / 2;
    }

    private static InetAddress literal(String address) {
        return InetAddress.ofLiteral(address);
    }
}
