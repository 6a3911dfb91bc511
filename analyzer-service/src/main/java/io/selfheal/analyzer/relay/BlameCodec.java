package io.selfheal.analyzer.relay;

import io.selfheal.analyzer.profile.Packer;
import io.selfheal.analyzer.profile.Unpacker;
import io.selfheal.analyzer.score.Claim;
import io.selfheal.schemas.assess.Evidence;
import io.selfheal.schemas.assess.ThreatClass;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The bytes of a blame: about 300 B, never more than 3 KiB. An inner format of the analyzer, with its version. */
public final class BlameCodec {
    private static final int FORMAT = 1;
    private static final int MAX_TEXT = 200;

    private BlameCodec() {}

    public static byte[] encode(Blame blame) {
        Claim claim = blame.claim();
        Evidence evidence = claim.evidence();
        Packer out = new Packer();
        out.number(FORMAT);
        text(out, blame.id()).number(blame.time().toEpochMilli());
        text(text(out, blame.host()), blame.userName());
        out.number(blame.members()).number(blame.lastLogin());
        text(out, claim.name()).number(claim.base());
        text(text(text(text(out, claim.threatClass().name()), claim.reason()), claim.technique()), claim.version());
        text(out, evidence.ref()).number(evidence.time().toEpochMilli());
        text(text(out, evidence.host()), evidence.excerpt());
        return out.toBytes();
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException if the bytes are no blame
     */
    public static Blame decode(String key, byte[] bytes) {
        Unpacker in = new Unpacker(bytes);
        int format = in.number(255);
        if (format != FORMAT) {
            throw new IllegalArgumentException("a blame of format " + format + "; allowed: " + FORMAT);
        }
        String id = in.text();
        Instant time = Instant.ofEpochMilli(in.number());
        String host = in.text();
        String user = orNull(in.text());
        int members = in.number(Integer.MAX_VALUE);
        int lastLogin = in.number(Integer.MAX_VALUE);
        Claim claim = new Claim(
                in.text(),
                in.number(100),
                1,
                true,
                ThreatClass.valueOf(in.text()),
                in.text(),
                orNull(in.text()),
                in.text(),
                new Evidence(in.text(), Instant.ofEpochMilli(in.number()), in.text(), in.text()));
        return new Blame(key, id, time, claim, host, user, members, lastLogin);
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static Packer text(Packer out, @Nullable String text) {
        return out.text(text == null ? "" : text, MAX_TEXT);
    }
}
