package io.selfheal.service.http;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import io.vertx.ext.web.codec.BodyCodec;
import io.vertx.ext.web.codec.spi.BodyStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body up to a bound; one byte more fails the exchange, and Vert.x closes the connection. Without it the web
 * client would buffer whatever the other side sends.
 */
final class BoundedBody implements BodyCodec<Buffer> {
    private final int maxBytes;

    BoundedBody(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public void create(Handler<AsyncResult<BodyStream<Buffer>>> handler) {
        handler.handle(Future.succeededFuture(new Stream(maxBytes)));
    }

    /** The body was longer than the bound. */
    static final class TooLong extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLong(int maxBytes) {
            super("the answer is longer than " + maxBytes + " bytes", null, false, false);
        }
    }

    private static final class Stream implements BodyStream<Buffer> {
        private final int maxBytes;
        private final Buffer body = Buffer.buffer();
        private final Promise<Buffer> result = Promise.promise();
        private @Nullable Handler<Throwable> onFailure;

        Stream(int maxBytes) {
            this.maxBytes = maxBytes;
        }

        @Override
        public Future<Buffer> result() {
            return result.future();
        }

        @Override
        public void handle(Throwable cause) {
            result.tryFail(cause);
        }

        @Override
        public WriteStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
            onFailure = handler;
            return this;
        }

        @Override
        public Future<Void> write(Buffer data) {
            if (body.length() + data.length() <= maxBytes) {
                body.appendBuffer(data);
                return Future.succeededFuture();
            }
            TooLong tooLong = new TooLong(maxBytes);
            result.tryFail(tooLong);
            if (onFailure != null) {
                onFailure.handle(tooLong);
            }
            return Future.failedFuture(tooLong);
        }

        @Override
        public void write(Buffer data, @Nullable Handler<AsyncResult<Void>> handler) {
            Future<Void> written = write(data);
            if (handler != null) {
                written.onComplete(handler);
            }
        }

        @Override
        public void end(@Nullable Handler<AsyncResult<Void>> handler) {
            result.tryComplete(body);
            if (handler != null) {
                handler.handle(Future.succeededFuture());
            }
        }

        @Override
        public WriteStream<Buffer> setWriteQueueMaxSize(int maxSize) {
            return this;
        }

        @Override
        public boolean writeQueueFull() {
            return false;
        }

        @Override
        public WriteStream<Buffer> drainHandler(@Nullable Handler<Void> handler) {
            return this;
        }
    }
}
