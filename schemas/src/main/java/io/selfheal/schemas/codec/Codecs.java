package io.selfheal.schemas.codec;

import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.assess.Assessment;
import io.selfheal.schemas.decide.Decision;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.order.Order;
import io.selfheal.schemas.outcome.Outcome;
import io.selfheal.schemas.policy.Policy;
import io.selfheal.schemas.resolve.Resolution;
import io.selfheal.schemas.verdict.FileVerdict;
import io.selfheal.schemas.verdict.Verdict;
import io.selfheal.schemas.vitals.Vitals;

/**
 * One codec for each topic's values. What cannot be written exactly is written as near as the wire allows: times are
 * cut to milliseconds (of the years 0000 to 9999) and lone surrogates become U+FFFD; everything else comes back equal.
 */
public final class Codecs {
    public static final Codec<SecurityEvent> SECURITY_EVENT = new FastEventCodec();
    public static final Codec<Assessment> ASSESSMENT = new AssessmentCodec();
    public static final Codec<Verdict> VERDICT = new VerdictCodec();
    public static final Codec<FileVerdict> FILE_VERDICT = new FileVerdictCodec();
    public static final Codec<Decision> DECISION = new DecisionCodec();
    public static final Codec<Order> ORDER = new OrderCodec();
    public static final Codec<Outcome> OUTCOME = new OutcomeCodec();
    public static final Codec<Vitals> VITALS = new VitalsCodec();
    public static final Codec<Alert> ALERT = new AlertCodec();
    public static final Codec<Policy> POLICY = new PolicyCodec();
    public static final Codec<Resolution> RESOLUTION = new ResolutionCodec();
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
}
