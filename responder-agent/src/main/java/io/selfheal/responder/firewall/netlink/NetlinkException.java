package io.selfheal.responder.firewall.netlink;

import java.io.IOException;
import java.util.Map;

/** The kernel said no. */
final class NetlinkException extends IOException {
    private static final long serialVersionUID = 1L;

    // asm-generic/errno-base.h and errno.h
    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int EINTR = 4;
    static final int EAGAIN = 11;
    static final int EBUSY = 16;
    static final int EEXIST = 17;
    static final int ENFILE = 23;
    static final int ENOBUFS = 105;

    /** What these mean to nf_tables. */
    private static final Map<Integer, String> WORDS = Map.ofEntries(
            Map.entry(EPERM, "not permitted: CAP_NET_ADMIN is needed"),
            Map.entry(ENOENT, "no such table, chain, set or element"),
            Map.entry(EAGAIN, "no answer in time"),
            Map.entry(12, "the kernel is out of memory"),
            Map.entry(EBUSY, "busy"),
            Map.entry(EEXIST, "it exists already, or overlaps what exists"),
            Map.entry(22, "the kernel does not understand the request"),
            Map.entry(ENFILE, "the set is full"),
            Map.entry(90, "the message is too long"),
            Map.entry(93, "the kernel has no netfilter netlink"),
            Map.entry(95, "the kernel does not support this"),
            Map.entry(97, "the kernel has no netlink, or the sandbox forbids it"),
            Map.entry(ENOBUFS, "the answers did not fit into the receive buffer"));

    private final int errno;

    /**
     * Makes one.
     *
     * @param what was asked, for example {@code "install"}
     * @param errno positive
     * @param explanation the kernel's own (NLMSGERR_ATTR_MSG); may be empty
     */
    NetlinkException(String what, int errno, String explanation) {
        super(what + ": " + WORDS.getOrDefault(errno, "error") + " (errno " + errno + ")"
                + (explanation.isEmpty() ? "" : ", " + explanation));
        this.errno = errno;
    }

    int errno() {
        return errno;
    }
}
