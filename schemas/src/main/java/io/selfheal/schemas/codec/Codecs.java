package io.selfheal.schemas.codec;

import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.assess.Assessment;
import io.selfheal.schemas.decide.Decision;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.order.Order;
import io.selfheal.schemas.outcome.Outcome;
import io.selfheal.schemas.policy.Policy;
import io.selfheal.schemas.topic.Codec;
import io.selfheal.schemas.topic.DecodeException;
import io.selfheal.schemas.verdict.Verdict;
import io.selfheal.schemas.vitals.Vitals;

/** One codec for each topic's values. */
public final class Codecs {
    public static final Codec<SecurityEvent> SECURITY_EVENT = pending("security event");
    public static final Codec<Assessment> ASSESSMENT = pending("assessment");
    public static final Codec<Verdict> VERDICT = pending("verdict");
    public static final Codec<Decision> DECISION = pending("decision");
    public static final Codec<Order> ORDER = pending("order");
    public static final Codec<Outcome> OUTCOME = pending("outcome");
    public static final Codec<Vitals> VITALS = pending("vitals");
    public static final Codec<Alert> ALERT = pending("alert");
    public static final Codec<Policy> POLICY = pending("policy");
    /** Bytes as they are: dead letters. */
    public static final Codec<byte[]> RAW = new Codec<>() {
        @Override
        public byte[] encode(byte[] value) {
            return value;
        }

        @Override
        public byte[] decode(byte[] bytes) {
            return bytes;
        }
    };

    private Codecs() {}

    private static <T> Codec<T> pending(String what) {
        return new Codec<>() {
            @Override
            public byte[] encode(T value) {
                throw new IllegalStateException("the codec of " + what + " has not landed");
            }

            @Override
            public T decode(byte[] bytes) throws DecodeException {
                throw new DecodeException("the codec of " + what + " has not landed");
            }
        };
    }
}
