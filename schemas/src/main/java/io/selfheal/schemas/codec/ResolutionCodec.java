package io.selfheal.schemas.codec;

import io.selfheal.schemas.net.IpAddress;
import io.selfheal.schemas.resolve.Resolution;
import java.io.IOException;

/** Resolutions: {@code selfheal.resolution}, and {@code source.ip} for a SIEM. */
final class ResolutionCodec extends DocumentCodec<Resolution> {
    @Override
    void write(Resolution value, JsonWriter to) throws IOException {
        to.instant("@timestamp", value.time());
        ecsVersion(to);
        to.begin("event").text("id", value.id()).text("kind", "event");
        to.text("dataset", "selfheal.resolution")
                .textUnlessEmpty("reason", value.reason())
                .end();
        to.begin("source").text("ip", value.subject().toString()).end();
        beginOwn(to, "resolution").begin("resolution").constant("answer", value.answer());
        to.text("by", value.by()).textUnlessEmpty("alert", value.alert());
        to.end().end();
    }

    @Override
    Resolution read(Fields document, Fields own) throws DecodeException {
        Fields event = document.in("event");
        Fields r = own.in("resolution");
        return new Resolution(
                event.text("id"),
                document.instant("@timestamp"),
                document.in("source").parsed("ip", IpAddress::parse, SecurityEventCodec.ADDRESS),
                r.oneOf("answer", Resolution.Answer.class),
                r.text("by"),
                event.textOrEmpty("reason"),
                r.textOrEmpty("alert"));
    }
}
