package io.selfheal.enrichment.provider;

/** How one question about a file ended. Only {@link Answered} says something about it. */
public sealed interface FileReply permits FileReply.Answered, Reply.NoAnswer {
    /**
     * An answer.
     *
     * @param said the opinion; its points are 0
     * @param threat what the malware is called; empty when it has no name, text of a third party
     */
    record Answered(Said said, String threat) implements FileReply {}
}
