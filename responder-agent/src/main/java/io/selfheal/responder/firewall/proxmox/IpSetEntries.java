package io.selfheal.responder.firewall.proxmox;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.selfheal.responder.firewall.FirewallException;
import io.selfheal.schemas.net.Cidr;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code GET /cluster/firewall/ipset/NAME} answers: {@code {"data": [{"cidr": …, "comment": …, "nomatch": …}]}}.
 * Ours carry the comment {@code selfheal until TIME}; all others are somebody else's and are never touched.
 *
 * @param ours our entries with their ends
 * @param others what somebody else put in; null-match entries are left out, since they block nobody
 */
record IpSetEntries(Map<Cidr, Instant> ours, Set<Cidr> others) {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern COMMENT =
            Pattern.compile("selfheal until ([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)\\s?");

    static String comment(Instant end) {
        return "selfheal until " + Instant.ofEpochSecond(end.getEpochSecond());
    }

    static IpSetEntries parse(String answer) throws FirewallException {
        IpSetEntries entries = new IpSetEntries(new HashMap<>(), new HashSet<>());
        try (JsonParser json = JSON.createParser(answer)) {
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.START_OBJECT
                        && json.getParsingContext().getParent().inArray()) {
                    entries.read(json);
                }
            }
            return entries;
        } catch (IOException e) {
            throw new FirewallException("Proxmox answered with something else than its IP set: " + e.getMessage(), e);
        }
    }

    private void read(JsonParser json) throws IOException {
        String cidr = "";
        String comment = "";
        boolean except = false;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "cidr" -> cidr = json.getText();
                case "comment" -> comment = json.getText();
                case "nomatch" ->
                    except = json.getValueAsBoolean(false) || json.getText().equals("1");
                default -> json.skipChildren();
            }
        }
        Cidr target = Cidr.tryParse(cidr);
        Instant end = end(comment);
        if (target != null && end != null) {
            ours.put(target, end);
        } else if (target != null && !except) {
            others.add(target);
        }
    }

    private static @Nullable Instant end(String comment) {
        Matcher matcher = COMMENT.matcher(comment);
        try {
            return matcher.matches() ? Instant.parse(matcher.group(1)) : null;
        } catch (java.time.format.DateTimeParseException e) {
            return null;
        }
    }
}
