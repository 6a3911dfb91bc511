package io.selfheal.analyzer.stream;

import java.util.Map;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.jboss.logging.Logger;

/**
 * What becomes of a record that our own code fails on: it is left out, and the log says where it stands on its topic.
 * The stream goes on, since whoever finds such a record would otherwise have found how to switch protection off.
 * Kafka Streams makes it from the setting {@code processing.exception.handler}.
 */
public final class FaultyRecords implements ProcessingExceptionHandler {
    private static final Logger LOG = Logger.getLogger(FaultyRecords.class);

    private final Seldom left = new Seldom();

    @Override
    public ProcessingHandlerResponse handle(ErrorHandlerContext context, Record<?, ?> record, Exception fault) {
        long count = left.count();
        if (count > 0) {
            LOG.errorf(
                    fault,
                    "a record could not be worked on and is left out: %s, partition %d, offset %d, in %s (%d so far)",
                    context.topic(),
                    context.partition(),
                    context.offset(),
                    context.processorNodeId(),
                    count);
        }
        return ProcessingHandlerResponse.CONTINUE;
    }

    @Override
    public void configure(Map<String, ?> settings) {
        // It has none.
    }
}
