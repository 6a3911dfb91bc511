package io.selfheal.collector.tail;

/**
 * What a glob matches and is not read.
 *
 * @param glob as it stands in the configuration
 */
public record LeftOut(String glob, Why why) {
    /** Why it is not read. */
    public enum Why {
        TOO_MANY("too_many", "matches too many files; some are not read"),
        NO_TEXT("no_text", "matches a name that is not UTF-8; what is there is not read");

        private final String wireName;
        private final String words;

        Why(String wireName, String words) {
            this.wireName = wireName;
            this.words = words;
        }

        /** As the status file has it. */
        public String wireName() {
            return wireName;
        }

        /** What follows the glob in a sentence. */
        public String words() {
            return words;
        }
    }
}
