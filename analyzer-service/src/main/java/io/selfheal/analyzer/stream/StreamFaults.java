package io.selfheal.analyzer.stream;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.jboss.logging.Logger;

/**
 * Replaces a worker of Kafka Streams that ended by a fault; by default the first fault would end all of them, and
 * nobody would decide any more. Its tasks begin again from their last commit.
 */
@ApplicationScoped
public class StreamFaults implements StreamsUncaughtExceptionHandler {
    private static final Logger LOG = Logger.getLogger(StreamFaults.class);
    /** A fault that comes again and again must not take all of the processor. */
    private static final long PAUSE_NANOS = 1_000_000_000L;

    @Override
    public StreamThreadExceptionResponse handle(Throwable fault) {
        if (fault instanceof VirtualMachineError && !(fault instanceof StackOverflowError)) {
            LOG.fatal("the analyzer cannot go on, and says so by its health", fault);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        LOG.error("a worker ended by a fault and is replaced", fault);
        LockSupport.parkNanos(PAUSE_NANOS);
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
}
