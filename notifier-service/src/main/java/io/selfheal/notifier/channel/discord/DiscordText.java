package io.selfheal.notifier.channel.discord;

import io.selfheal.notifier.message.Letter;

/**
 * Text for Discord, which always reads Markdown. In text that anybody may have written every ASCII punctuation
 * character gets a backslash (Discord takes it before any of them), which takes their meaning from links, code,
 * spoilers and headings; a zero-width space after {@code @} keeps mentions apart even in previews that ignore
 * {@code allowed_mentions}.
 */
final class DiscordText {
    /** Limit of a message's content (discord.com/developers/docs/resources/webhook: 2000 characters). */
    static final int MAX = 2000;

    private static final char ZERO_WIDTH_SPACE = '\u200B';

    private DiscordText() {}

    static String write(Letter letter) {
        return letter.write(MAX, DiscordText::defuse);
    }

    static String defuse(String text) {
        StringBuilder harmless = new StringBuilder(text.length() * 2);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isMarkup(c)) {
                harmless.append('\\');
            }
            harmless.append(c);
            if (c == '@' || c == '/') {
                harmless.append(ZERO_WIDTH_SPACE);
            }
        }
        return harmless.toString();
    }

    private static boolean isMarkup(char c) {
        boolean punctuation = c > ' ' && c < 127 && !Character.isLetterOrDigit(c);
        return punctuation && c != ',' && c != ';' && c != '%' && c != '$' && c != '\'' && c != '"';
    }
}
