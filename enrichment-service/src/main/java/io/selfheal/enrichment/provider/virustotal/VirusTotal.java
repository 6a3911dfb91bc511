package io.selfheal.enrichment.provider.virustotal;

import io.selfheal.enrichment.config.EnrichmentConfig.VirusTotalConfig;
import io.selfheal.enrichment.provider.FileProvider;
import io.selfheal.enrichment.provider.FileReply;
import io.selfheal.enrichment.provider.Reply;
import io.selfheal.schemas.net.IpAddress;
import io.selfheal.service.http.HttpExchange;
import io.selfheal.service.http.HttpReply;
import io.selfheal.service.secret.Secret;
import io.selfheal.service.secret.SecretSource;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * VirusTotal v3: {@code GET {base}/ip_addresses/{ip}} and {@code GET {base}/files/{sha256}} with the key in {@code
 * x-apikey}, one address or file a question.
 */
public final class VirusTotal implements FileProvider {
    public static final String NAME = "virustotal";

    private final VirusTotalConfig config;
    private final HttpExchange http;
    private final InstantSource time;
    private final SecretSource key;
    private final VirusTotalAnswers answers;
    private final VirusTotalFileAnswers fileAnswers;

    public VirusTotal(VirusTotalConfig config, HttpExchange http, InstantSource time) {
        this.config = config;
        this.http = http;
        this.time = time;
        this.key = SecretSource.of(config.apiKey(), config.apiKeyFile());
        this.answers = new VirusTotalAnswers(config.minEngines(), config.fullPointsEngines(), config.staleAfter());
        this.fileAnswers = new VirusTotalFileAnswers(config.minEngines(), config.staleAfter());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isConfigured() {
        return key.current().isPresent();
    }

    @Override
    public int keyVersion() {
        return key.version();
    }

    @Override
    public int batch() {
        return 1;
    }

    @Override
    public Reply ask(List<IpAddress> addresses) throws InterruptedException {
        IpAddress address = addresses.getFirst();
        return switch (get("/ip_addresses/" + address)) {
            case Got.Nothing(Reply.NoAnswer reason) -> reason;
            case Got.Something(HttpReply.Answer answer) -> answers.read(address, answer, time.instant());
        };
    }

    @Override
    public FileReply askFile(String sha256) throws InterruptedException {
        return switch (get("/files/" + sha256)) {
            case Got.Nothing(Reply.NoAnswer reason) -> reason;
            case Got.Something(HttpReply.Answer answer) -> fileAnswers.read(sha256, answer, time.instant());
        };
    }

    private Got get(String path) throws InterruptedException {
        Optional<Secret> secret = key.current();
        if (secret.isEmpty()) {
            return new Got.Nothing(new Reply.Refused("no key"));
        }
        String url = config.baseUrl() + path;
        return switch (http.get(url, Map.of("x-apikey", secret.get().text()), config.timeout())) {
            case HttpReply.Broken(String reason) -> new Got.Nothing(new Reply.Failed(reason));
            case HttpReply.Answer answer -> new Got.Something(answer);
        };
    }

    /** How asking went, before anybody read the answer. */
    private sealed interface Got {
        record Something(HttpReply.Answer answer) implements Got {}

        record Nothing(Reply.NoAnswer reason) implements Got {}
    }
}
