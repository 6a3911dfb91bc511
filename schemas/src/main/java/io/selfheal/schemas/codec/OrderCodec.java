package io.selfheal.schemas.codec;

import io.selfheal.schemas.decide.Scope;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.order.BlockOrder;
import io.selfheal.schemas.order.NodeOrder;
import io.selfheal.schemas.order.Order;
import io.selfheal.schemas.order.UnblockOrder;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** Orders: {@code selfheal.type} says which, {@code user.name} is who asked, the rest is {@code selfheal.order}. */
final class OrderCodec extends DocumentCodec<Order> {
    @Override
    void write(Order value, JsonWriter to) throws IOException {
        String type =
                switch (value) {
                    case BlockOrder order -> "block";
                    case UnblockOrder order -> "unblock";
                    case NodeOrder order -> WireName.of(order.act().kind());
                };
        to.instant("@timestamp", value.issued());
        ecsVersion(to);
        to.begin("event").text("id", value.id()).text("kind", "event");
        to.texts("category", List.of("configuration")).texts("type", List.of("change"));
        to.text("action", type)
                .text("dataset", "selfheal.order")
                .text("reason", value.reason())
                .end();
        if (value instanceof NodeOrder order) {
            to.begin("host").text("name", order.host()).end();
        }
        to.begin("user").text("name", value.by()).end();
        beginOwn(to, type).begin("order").instant("expires", value.expires());
        switch (value) {
            case BlockOrder order -> {
                to.text("target", order.target().toString());
                to.text("scope", order.scope().toString()).duration("length", order.length());
            }
            case UnblockOrder order -> to.text("target", order.target().toString());
            case NodeOrder order -> NodeActFields.write(order.act(), to);
        }
        to.end().end();
    }

    @Override
    Order read(Fields document, Fields own) throws DecodeException {
        Fields o = own.in("order");
        String id = document.in("event").text("id");
        Instant issued = document.instant("@timestamp");
        Instant expires = o.instant("expires");
        String by = document.in("user").text("name");
        String reason = document.in("event").text("reason");
        String type = own.text("type");
        return switch (type) {
            case "block" ->
                new BlockOrder(
                        id,
                        issued,
                        expires,
                        by,
                        reason,
                        o.parsed("target", Cidr::parse, DecisionCodec.NETWORK),
                        o.parsed("scope", Scope::parse, DecisionCodec.SCOPE),
                        o.duration("length"));
            case "unblock" ->
                new UnblockOrder(
                        id, issued, expires, by, reason, o.parsed("target", Cidr::parse, DecisionCodec.NETWORK));
            default ->
                new NodeOrder(
                        id,
                        issued,
                        expires,
                        by,
                        reason,
                        document.in("host").text("name"),
                        NodeActFields.read(type, own, o));
        };
    }
}
