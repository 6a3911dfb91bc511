package io.selfheal.responder.proxmox;

import java.io.IOException;

/** Proxmox did not do what was asked for. The message quotes what it said, which may be text of others. */
public final class ProxmoxException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /** It could not be reached, or answered with something that is no answer. */
    public ProxmoxException(String message, Throwable cause) {
        super(message, cause);
        this.status = 0;
    }

    /** @param status of HTTP; 0 when there was none */
    public ProxmoxException(String message, int status) {
        super(message);
        this.status = status;
    }

    /** The answer's HTTP status; 0 when there was no answer. */
    public int status() {
        return status;
    }
}
