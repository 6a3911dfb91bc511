package io.selfheal.responder.proxmox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.selfheal.test.tls.TestKeys;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * An HTTPS server that answers as the Proxmox VE API does for {@code /cluster/firewall}, and for guests, tasks and
 * storages what its {@link #cluster} says: token header, form bodies,
 * {@code {"data": …}}, 400 for what is there already or is not there, 401 without a good token, 404 for the rest.
 */
public final class ProxmoxApiServer implements AutoCloseable {
    public static final String TOKEN = "selfheal@pve!responder=0f7e5c1e-3a2b-4c5d-8e9f-001122334455";

    private static final String BASE = "/api2/json/cluster/firewall/";
    private static KeyStore made;

    private final HttpsServer server;
    private final String fingerprint;
    public final Map<String, Map<String, Map<String, String>>> sets = new LinkedHashMap<>();
    public final List<String> requests = new ArrayList<>();
    public volatile boolean enabled = true;
    public final ProxmoxCluster cluster = new ProxmoxCluster();

    public ProxmoxApiServer(Path folder) throws Exception {
        KeyStore keys = keys(folder);
        fingerprint = HexFormat.ofDelimiter(":")
                .withUpperCase()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(keys.getCertificate("pve").getEncoded()));
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, TestKeys.PASSWORD.toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext("/", this::answer);
        server.start();
    }

    /** Made once for all tests: keytool takes seconds. */
    private static synchronized KeyStore keys(Path folder) throws Exception {
        KeyStore known = made;
        if (known != null) {
            return known;
        }
        made = TestKeys.make(folder.resolve("server.p12"), "pve", "EC", 2);
        return made;
    }

    public URI url() {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
    }

    public String fingerprint() {
        return fingerprint;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath();
            Map<String, String> form = form(exchange.getRequestBody());
            synchronized (this) {
                requests.add(exchange.getRequestMethod() + " " + path);
                Answer answer = ("PVEAPIToken=" + TOKEN)
                                .equals(exchange.getRequestHeaders().getFirst("Authorization"))
                        ? route(exchange, path, form)
                        : new Answer(401, "");
                byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/json;charset=UTF-8");
                exchange.sendResponseHeaders(answer.status, body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }

    record Answer(int status, String body) {
        static Answer data(String json) {
            return new Answer(200, "{\"data\":" + json + "}");
        }

        static Answer invalid(String field, String why) {
            return new Answer(400, "{\"data\":null,\"errors\":{\"" + field + "\":\"" + why + "\"}}");
        }
    }

    private Answer route(HttpExchange exchange, String path, Map<String, String> form) {
        String method = exchange.getRequestMethod();
        if (!path.startsWith(BASE)) {
            boolean hasLength = method.equals("GET")
                    || method.equals("DELETE")
                    || exchange.getRequestHeaders().containsKey("Content-Length");
            String query = exchange.getRequestURI().getRawQuery();
            return hasLength
                    ? cluster.answer(method, path.substring("/api2/json/".length()), parse(query), form)
                    : new Answer(411, "");
        }
        String[] parts = path.substring(BASE.length()).split("/", -1);
        if (parts[0].equals("options")) {
            return Answer.data("{\"enable\":" + (enabled ? 1 : 0) + ",\"digest\":\"d\"}");
        }
        if (!parts[0].equals("ipset")) {
            return new Answer(404, "");
        }
        return switch (parts.length) {
            case 1 -> method.equals("POST") ? create(form) : Answer.data(list());
            case 2 -> method.equals("POST") ? put(parts[1], form) : content(parts[1]);
            case 3 -> entry(method, parts[1], URLDecoder.decode(parts[2], StandardCharsets.UTF_8), form);
            default -> new Answer(404, "");
        };
    }

    private String list() {
        return sets.keySet().stream()
                .map(name -> "{\"name\":\"" + name + "\",\"digest\":\"d\"}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private Answer create(Map<String, String> form) {
        String name = form.getOrDefault("name", "");
        if (sets.containsKey(name)) {
            return Answer.invalid("name", "IPSet '" + name + "' already exists");
        }
        sets.put(name, new LinkedHashMap<>());
        return Answer.data("null");
    }

    private Answer content(String name) {
        Map<String, Map<String, String>> set = sets.get(name);
        if (set == null) {
            return new Answer(500, "{\"data\":null,\"message\":\"no such IPSet '" + name + "'\"}");
        }
        return Answer.data(set.entrySet().stream()
                .map(entry -> "{\"cidr\":\"" + entry.getKey() + "\",\"digest\":\"d\""
                        + entry.getValue().entrySet().stream()
                                .map(field -> ",\"" + field.getKey() + "\":\"" + field.getValue() + "\"")
                                .collect(Collectors.joining())
                        + "}")
                .collect(Collectors.joining(",", "[", "]")));
    }

    private Answer put(String name, Map<String, String> form) {
        String cidr = form.getOrDefault("cidr", "");
        Map<String, Map<String, String>> set = sets.get(name);
        if (set == null || set.containsKey(cidr)) {
            return Answer.invalid("cidr", "address '" + cidr + "' already exists, or no such set");
        }
        set.put(cidr, new HashMap<>(Map.of("comment", form.getOrDefault("comment", ""))));
        return Answer.data("null");
    }

    private Answer entry(String method, String name, String cidr, Map<String, String> form) {
        Map<String, Map<String, String>> set = sets.getOrDefault(name, Map.of());
        if (!set.containsKey(cidr)) {
            return Answer.invalid("cidr", "no such address");
        }
        switch (method) {
            case "DELETE" -> set.remove(cidr);
            case "PUT" -> set.get(cidr).put("comment", form.getOrDefault("comment", ""));
            default -> {
                return new Answer(501, "");
            }
        }
        return Answer.data("null");
    }

    private static Map<String, String> form(InputStream in) throws IOException {
        return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }

    private static Map<String, String> parse(String body) {
        Map<String, String> form = new HashMap<>();
        for (String field : body == null || body.isEmpty() ? new String[0] : body.split("&", -1)) {
            int equals = field.indexOf('=');
            form.put(
                    field.substring(0, equals), URLDecoder.decode(field.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return form;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
