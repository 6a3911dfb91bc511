package io.selfheal.responder.firewall;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.net.IpAddress;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code nft -j list table inet selfheal} as a stream (libnftables-json(5)): 100,000 elements are 7 MB of text,
 * which is never held as a whole.
 */
final class NftListing {
    private static final JsonFactory JSON =
            JsonFactory.builder().disable(StreamReadFeature.AUTO_CLOSE_SOURCE).build();

    private final Map<Cidr, Duration> remaining = new HashMap<>();
    private final Map<Cidr, Long> packets = new HashMap<>();
    private final Set<String> sets = new HashSet<>();
    private final Set<String> dropping = new HashSet<>();
    private boolean hooked;
    private int foreign;
    private long dropped;

    private NftListing() {}

    static Held parse(InputStream in) throws IOException {
        NftListing listing = new NftListing();
        try (JsonParser json = JSON.createParser(in)) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                listing.readItems(json);
            }
        }
        boolean inPlace = listing.hooked
                && listing.sets.containsAll(NftSet.labels())
                && listing.dropping.containsAll(NftSet.labels());
        return new Held(inPlace, listing.remaining, listing.packets, listing.foreign, listing.dropped);
    }

    private void readItems(JsonParser json) throws IOException {
        while (json.nextToken() != null) {
            if (json.currentToken() == JsonToken.FIELD_NAME) {
                switch (json.currentName()) {
                    case "set" -> readSet(json);
                    case "chain" -> readChain(json);
                    case "rule" -> readRule(json);
                    case "metainfo", "table", "counter" -> {
                        json.nextToken();
                        json.skipChildren();
                    }
                    default -> {
                        // The outer array and its objects.
                    }
                }
            }
        }
    }

    private void readSet(JsonParser json) throws IOException {
        json.nextToken();
        String name = "";
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            if (field.equals("name")) {
                name = json.getText();
                sets.add(name);
            } else if (field.equals("elem")
                    && value == JsonToken.START_ARRAY
                    && NftSet.labels().contains(name)) {
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    readElement(json);
                }
            } else {
                json.skipChildren();
            }
        }
    }

    /** {@code "a"}, {@code {"prefix": …}}, {@code {"range": …}}, or one of these with its times in {@code {"elem": …}}. */
    private void readElement(JsonParser json) throws IOException {
        Element element = new Element();
        element.read(json);
        Cidr target = element.target();
        if (target == null) {
            foreign++;
        } else {
            Duration left = element.expires < 0 ? Held.WITHOUT_END : Duration.ofSeconds(element.expires);
            remaining.put(target, left);
            if (element.packets > 0) {
                packets.put(target, element.packets);
            }
        }
    }

    private void readChain(JsonParser json) throws IOException {
        Map<String, String> chain = new HashMap<>();
        json.nextToken();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            chain.put(field, json.getText());
            json.skipChildren();
        }
        hooked |= NftSet.CHAIN.equals(chain.get("name"))
                && "prerouting".equals(chain.get("hook"))
                && String.valueOf(NftSet.RAW_PRIORITY).equals(chain.get("prio"));
    }

    /** A rule counts when it drops what a set of ours names, whatever else stands in it. */
    private void readRule(JsonParser json) throws IOException {
        String set = null;
        boolean drops = false;
        json.nextToken();
        int depth = 1;
        while (depth > 0) {
            JsonToken token = json.nextToken();
            if (token == null) {
                return;
            }
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            if (token == JsonToken.FIELD_NAME && json.currentName().equals("drop")) {
                drops = true;
            } else if (token == JsonToken.VALUE_NUMBER_INT && "packets".equals(json.currentName())) {
                dropped += json.getLongValue();
            } else if (token == JsonToken.VALUE_STRING && json.getText().startsWith("@")) {
                set = json.getText().substring(1);
            }
        }
        if (drops && set != null) {
            dropping.add(set);
        }
    }

    /** One element while it is read. */
    private static final class Element {
        private @Nullable String address;
        private int prefix = -1;
        private boolean range;
        private long expires = -1;
        private long packets;

        void read(JsonParser json) throws IOException {
            if (json.currentToken() != JsonToken.START_OBJECT) {
                address = json.getText();
                json.skipChildren();
                return;
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "elem", "val", "prefix", "counter" -> read(json);
                    case "packets" -> packets = json.getLongValue();
                    case "addr" -> address = json.getText();
                    case "len" -> prefix = json.getIntValue();
                    case "expires" -> expires = json.getLongValue();
                    default -> {
                        range |= field.equals("range");
                        json.skipChildren();
                    }
                }
            }
        }

        @Nullable
        Cidr target() {
            IpAddress ip = address == null || range ? null : IpAddress.tryParse(address);
            if (ip == null) {
                return null;
            }
            return prefix < 0 ? Cidr.of(ip) : Cidr.around(ip, prefix);
        }
    }
}
