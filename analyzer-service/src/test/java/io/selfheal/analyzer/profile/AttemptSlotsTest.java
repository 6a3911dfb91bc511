package io.selfheal.analyzer.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AttemptSlotsTest {
    private static final int KEY = 4711;
    private static final int PAM = 0;
    private static final int DAEMON = 2;

    private final AttemptSlots slots = new AttemptSlots();

    @Test
    void countsAsManyTriesAsTheMostTalkativeVoiceTellsOf() {
        assertThat(slots.isNewTry(KEY, PAM, 100, 30)).isTrue();
        assertThat(slots.isNewTry(KEY, PAM, 101, 30)).isTrue();
        assertThat(slots.isNewTry(KEY, DAEMON, 102, 30)).isFalse();
        assertThat(slots.isNewTry(KEY, DAEMON, 103, 30)).isFalse();
        assertThat(slots.isNewTry(KEY, DAEMON, 104, 30)).isTrue();
        assertThat(slots.isNewTry(KEY, PAM, 105, 30)).isFalse();
    }

    @Test
    void beginsAnewAfterSilence() {
        slots.isNewTry(KEY, PAM, 100, 30);

        assertThat(slots.isNewTry(KEY, DAEMON, 131, 30)).isTrue();
    }

    @Test
    void countsEveryTryOfALongAttackByOneVoice() {
        int tries = 0;
        for (int i = 0; i < 5000; i++) {
            tries += slots.isNewTry(KEY, DAEMON, 100 + i, 30) ? 1 : 0;
        }

        assertThat(tries).isEqualTo(5000);
    }

    @Test
    void remembersVoicesInItsStoredForm() {
        slots.isNewTry(KEY, PAM, 100, 30);
        Packer packed = new Packer();
        slots.write(packed);

        AttemptSlots read = AttemptSlots.read(new Unpacker(packed.toBytes()));

        assertThat(read.isNewTry(KEY, DAEMON, 102, 30)).isFalse();
        assertThat(read.isNewTry(KEY, DAEMON, 103, 30)).isTrue();
    }
}
