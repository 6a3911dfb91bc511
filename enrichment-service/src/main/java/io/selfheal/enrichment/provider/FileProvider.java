package io.selfheal.enrichment.provider;

/** A source of threat intelligence that knows files by their hash. */
public interface FileProvider extends Provider {
    /**
     * Asks about one file and waits, within the provider's time limit. Never throws for anything that the provider may
     * do.
     *
     * @param sha256 64 lower-case hexadecimal digits; nothing else of the file is sent
     */
    FileReply askFile(String sha256) throws InterruptedException;
}
