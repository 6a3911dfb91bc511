package io.selfheal.notifier.channel.telegram;

import io.selfheal.notifier.message.Letter;

/**
 * Text for Telegram, sent without {@code parse_mode}: with no markup there is no parser that an attacker's text could
 * reach, no tag that a cut could leave open, and no "can't parse entities" that would lose an alert. What remains are
 * the links that clients find by themselves (addresses, @mentions, #tags, /commands); a zero-width space after the
 * characters that make them keeps them text.
 */
final class TelegramText {
    /** Limit of a message in UTF-16 units (core.telegram.org/bots/api#sendmessage: 4096 characters). */
    static final int MAX = 4096;

    private static final String BREAKERS = "@#$/.:";
    private static final char ZERO_WIDTH_SPACE = '\u200B';

    private TelegramText() {}

    static String write(Letter letter) {
        return letter.write(MAX, TelegramText::defuse);
    }

    static String defuse(String text) {
        StringBuilder harmless = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            harmless.append(c);
            if (BREAKERS.indexOf(c) >= 0 && i + 1 < text.length() && text.charAt(i + 1) != ' ') {
                harmless.append(ZERO_WIDTH_SPACE);
            }
        }
        return harmless.toString();
    }
}
